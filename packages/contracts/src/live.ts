import { z } from 'zod';
import { RunDetail, type RunSummary } from './api.ts';
import type { Someone } from './comments.ts';
import { ApiError } from './errors.ts';
import { LogEntry } from './events.ts';
import { Id } from './primitives.ts';
import { SampleIndex } from './samples.ts';
import { SeriesResponse } from './series.ts';

/** The viewers' Socket.IO namespace. Joins need a session; each is checked again (A2). */
export const LIVE_NAMESPACE = '/live';

export const LIVE = {
  /** viewer -> server, acknowledged: watch a run from a log position. */
  join: 'run:join',
  /** viewer -> server: stop watching. */
  leave: 'run:leave',
  /** server -> viewer: log entries in order, without gaps. */
  entries: 'run:entries',
  /** viewer -> server, acknowledged: hear of every run's state and progress. */
  watchList: 'runs:watch',
  /** server -> viewer: one run's new summary. */
  summary: 'run:summary',
  /** server -> viewer: a trainer came, went or changed. */
  trainers: 'trainers:changed',
  /** server -> viewer: the viewer's own role changed. */
  person: 'person:changed',
  /** server -> viewer: who watches a run that the viewer watches. */
  watchers: 'run:watchers',
  /** server -> viewer: the comments of a watched run are to be read again. */
  comments: 'run:comments',
  /** server -> viewer: the viewer's own notifications are to be read again. */
  notifications: 'notifications:changed',
} as const;

export const JoinRequest = z.object({
  runId: Id,
  /** Last seq the viewer holds; null asks for a snapshot. */
  after: z.int().nonnegative().nullable(),
});
export type JoinRequest = z.infer<typeof JoinRequest>;

/** More missed entries than this are answered with a snapshot: it is the smaller message. */
export const CATCH_UP_MAX = 500;

export const JoinReply = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('snapshot'),
    seq: z.int().nonnegative(),
    /** Its `samples` are empty: `samples` tells which there are. */
    run: RunDetail,
    samples: SampleIndex,
    chart: SeriesResponse,
    /** Latest state and log-line entries, oldest first. */
    log: z.array(LogEntry),
  }),
  z.object({ kind: z.literal('entries'), seq: z.int().nonnegative(), entries: z.array(LogEntry) }),
  z.object({ kind: z.literal('refused'), error: ApiError }),
]);
export type JoinReply = z.infer<typeof JoinReply>;

export interface ServerToViewer {
  [LIVE.entries]: (message: { runId: string; entries: LogEntry[] }) => void;
  [LIVE.summary]: (run: RunSummary) => void;
  [LIVE.trainers]: () => void;
  [LIVE.person]: () => void;
  [LIVE.watchers]: (message: { runId: string; people: Someone[] }) => void;
  [LIVE.comments]: (message: { runId: string }) => void;
  [LIVE.notifications]: () => void;
}
export interface ViewerToServer {
  [LIVE.join]: (request: JoinRequest, reply: (answer: JoinReply) => void) => void;
  [LIVE.leave]: (request: { runId: string }) => void;
  [LIVE.watchList]: (reply: (answer: { ok: true } | { ok: false; error: ApiError }) => void) => void;
}
