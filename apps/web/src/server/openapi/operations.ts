import {
  ApiTokenList,
  ArtifactStored,
  Comment,
  CommentList,
  CreatedInvite,
  CreatedToken,
  CreatedWebhook,
  Delivery,
  DomainDetail,
  DomainList,
  DomainSummary,
  Health,
  InviteList,
  LogEntry,
  MemberList,
  MeResponse,
  NotificationList,
  Preferences,
  Readiness,
  RunDetail,
  RunList,
  RunSummary,
  SeriesResponse,
  SessionList,
  SetupState,
  SweepChange,
  SweepDetail,
  SweepList,
  SweepLosses,
  SweepSummary,
  TrainerList,
  UploadResult,
  WebhookList,
} from '@combogan/contracts';
import { z } from 'zod';

export interface Operation {
  summary: string;
  /** Of an answer that went well; 200 unless said otherwise. */
  status?: number;
  response?: z.ZodType;
  /** Media type of an answer that is a file. */
  gives?: string;
  /** The body is a file. */
  file?: boolean;
  /** A body that the route accepts. */
  example?: unknown;
}

/** What each route is for and what it answers, by method and path. A route without an entry is listed by its address. */
export const OPERATIONS: Record<string, Operation> = {
  'GET /api/auth/*all': { summary: 'The session of the cookie (get-session)' },
  'POST /api/auth/*all': {
    summary:
      'Sign in (sign-in/email) with a JSON body of email and password, which sets the session cookie, or sign out (sign-out)',
  },
  'GET /api/domains': { summary: 'List domains', response: DomainList },
  'POST /api/domains': {
    summary: 'Create a domain',
    status: 201,
    response: DomainSummary,
    example: { name: 'Ramen photos', description: 'Taken from above' },
  },
  'GET /api/domains/:id': {
    summary: 'A domain with a page of its images; ask on with nextCursor',
    response: DomainDetail,
  },
  'PATCH /api/domains/:id': {
    summary: 'Rename or describe a domain',
    response: DomainSummary,
    example: { name: 'Ramen' },
  },
  'DELETE /api/domains/:id': { summary: 'Delete a domain that no run uses', status: 204 },
  'POST /api/domains/:id/images': {
    summary: 'Upload one JPEG, PNG or WebP; 200 instead of 201 when the domain has it already',
    status: 201,
    file: true,
    response: UploadResult,
  },
  'DELETE /api/images/:id': { summary: 'Remove an image from its domain', status: 204 },
  'GET /api/images/:id/file': { summary: 'An image as it is trained on', gives: 'image/*' },
  'GET /api/images/:id/thumb': { summary: 'A small WebP of an image', gives: 'image/webp' },
  'GET /api/invites': { summary: 'List open invites', response: InviteList },
  'POST /api/invites': {
    summary: 'Make an invite link, shown this once',
    status: 201,
    response: CreatedInvite,
    example: { role: 'member' },
  },
  'DELETE /api/invites/:id': { summary: 'Withdraw an invite', status: 204 },
  'GET /api/me': { summary: 'Who the caller is; null for nobody', response: MeResponse },
  'GET /api/openapi.json': { summary: 'This document' },
  'GET /api/runs': { summary: 'List runs, newest first', response: RunList },
  'POST /api/runs': {
    summary: 'Launch a run: the domains are frozen as they are, and every option of the config has a default',
    status: 201,
    response: RunSummary,
    example: {
      name: 'Photos and drawings',
      domainIds: ['0190a0a0-0000-7000-8000-000000000001', '0190a0a0-0000-7000-8000-000000000002'],
      config: { iterations: 5000, size: 64, lambdaIdentity: 1, seed: 7 },
    },
  },
  'GET /api/runs/:id': { summary: 'A run with its config, samples and weights', response: RunDetail },
  'POST /api/runs/:id/cancel': { summary: 'Cancel a run', response: RunSummary },
  'GET /api/runs/:id/events': {
    summary:
      "A page of the run's log after a seq, without gaps; `seq` is the log's last entry. Ask again with the last seq you hold",
    response: z.object({ seq: z.int(), entries: z.array(LogEntry) }),
  },
  'POST /api/runs/:id/extend': {
    summary: 'Give a finished run more iterations, from its last checkpoint on',
    response: RunSummary,
    example: { iterations: 2000, learningRate: 0.0001, decayIterations: 1000 },
  },
  'POST /api/runs/:id/pause': { summary: 'Let a run rest, with a checkpoint', response: RunSummary },
  'POST /api/runs/:id/relaunch': { summary: 'Launch the same again', status: 201, response: RunSummary },
  'POST /api/runs/:id/resume': { summary: 'Put a paused run back into the queue', response: RunSummary },
  'GET /api/runs/:id/samples/:iteration': { summary: 'The sample matrix of an iteration', gives: 'image/png' },
  'GET /api/runs/:id/series': { summary: 'Losses in buckets, for a chart', response: SeriesResponse },
  'POST /api/runs/:id/tune': {
    summary: 'Change learning rate or lambdas from the next iteration on',
    response: RunSummary,
    example: { learningRate: 0.0001, lambdaCycle: 7 },
  },
  'GET /api/runs/:id/weights/:domain': {
    summary: "The newest weights of a domain; goes on by Range, and the ETag is the file's SHA-256",
    gives: 'application/zip',
  },
  'GET /api/sessions': { summary: 'Where the caller is signed in', response: SessionList },
  'DELETE /api/sessions': { summary: 'End all other sessions', status: 204 },
  'DELETE /api/sessions/:id': { summary: 'End a session', status: 204 },
  'GET /api/setup': { summary: 'Whether the studio has no owner yet', response: SetupState },
  'POST /api/setup': {
    summary: "Create the owner's account with the one-time token of the first start",
    status: 201,
    response: MeResponse,
    example: { token: 'from the link', name: 'Ada', email: 'ada@example.com', password: 'a long password' },
  },
  'GET /api/sweeps': { summary: 'List sweeps', response: SweepList },
  'POST /api/sweeps': {
    summary: 'Launch one run for each combination of some options',
    status: 201,
    response: SweepSummary,
  },
  'GET /api/sweeps/:id': { summary: 'A sweep with its runs', response: SweepDetail },
  'POST /api/sweeps/:id/cancel': { summary: 'Cancel the runs that have not ended', response: SweepChange },
  'GET /api/sweeps/:id/losses': { summary: 'Losses of all its runs, for a comparison', response: SweepLosses },
  'POST /api/sweeps/:id/relaunch': { summary: 'Launch again what failed or was cancelled', response: SweepChange },
  'GET /api/team': { summary: 'List members', response: MemberList },
  'PATCH /api/team/:id': { summary: "Change a member's role", example: { role: 'viewer' } },
  'DELETE /api/team/:id': { summary: 'Remove a member; what they made stays', status: 204 },
  'GET /api/tokens': { summary: "List the caller's tokens", response: ApiTokenList },
  'POST /api/tokens': {
    summary: 'Make a personal token, shown this once',
    status: 201,
    response: CreatedToken,
    example: { name: 'nightly upload', scope: 'write', days: 30 },
  },
  'DELETE /api/tokens/:id': { summary: 'Revoke a token', status: 204 },
  'GET /api/trainer/images/:sha256': { summary: 'An image of a run that the trainer holds', gives: 'image/*' },
  'GET /api/trainer/runs/:id/checkpoint': {
    summary: 'The checkpoint that the attempt begins at; goes on by Range',
    gives: 'application/zip',
  },
  'PUT /api/trainer/runs/:id/artifacts/:kind': {
    summary: 'Store a file of a held run, with x-attempt-token and x-content-sha256',
    status: 201,
    file: true,
    response: ArtifactStored,
  },
  'GET /api/trainers': { summary: 'List trainers', response: TrainerList },
  'GET /healthz': { summary: 'Whether database and storage answer', response: Health },
  'GET /metrics': { summary: 'Figures for Prometheus', gives: 'text/plain' },
  'GET /readyz': { summary: 'Whether this process may be sent work', response: Readiness },
  'GET /api/runs/:id/comments': { summary: "A run's comments, oldest first", response: CommentList },
  'POST /api/runs/:id/comments': {
    summary: 'Comment on a run, an iteration, or a cell of its samples; @name mentions someone of the team',
    status: 201,
    response: Comment,
    example: {
      body: 'Faces begin to show, @Ada',
      iteration: 1200,
      cell: { source: 'photo', probe: 0, target: 'sketch' },
    },
  },
  'GET /api/runs/:id/activity': {
    summary: 'What people did to a run, oldest first',
    response: z.object({ entries: z.array(LogEntry) }),
  },
  'PATCH /api/comments/:id': { summary: 'Edit a comment of yours', response: Comment, example: { body: 'Better now' } },
  'DELETE /api/comments/:id': { summary: 'Delete a comment; it can be restored', status: 204 },
  'POST /api/comments/:id/restore': { summary: 'Bring a deleted comment back', response: Comment },
  'GET /api/notifications': {
    summary: 'Your notifications, newest first; ask on with nextCursor as before',
    response: NotificationList,
  },
  'POST /api/notifications/read': {
    summary: 'Mark notifications of yours as read: these, or without ids all',
    status: 204,
    example: {},
  },
  'GET /api/preferences': { summary: 'What you do not want to be told', response: Preferences },
  'PUT /api/preferences': {
    summary: 'Choose what you do not want to be told',
    response: Preferences,
    example: { muted: ['finished'] },
  },
  'GET /api/webhooks': { summary: 'List webhooks with their last deliveries', response: WebhookList },
  'POST /api/webhooks': {
    summary: 'Add a webhook; the secret that signs its messages is told once',
    status: 201,
    response: CreatedWebhook,
    example: { url: 'https://hooks.example.org/studio', kinds: ['finished', 'failed'] },
  },
  'DELETE /api/webhooks/:id': { summary: 'Delete a webhook and what waits for it', status: 204 },
  'POST /api/webhooks/:id/test': { summary: 'Send a test message', status: 202, response: Delivery },
  'POST /api/deliveries/:id/retry': { summary: 'Send a failed message again', status: 202, response: Delivery },
};
