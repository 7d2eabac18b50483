import { z } from 'zod';
import { Person, Role, SetupBody } from './api.ts';
import { LIMITS } from './limits.ts';
import { Id, Timestamp } from './primitives.ts';

/** GET /api/team: everyone of the team, by name. */
export const Member = Person.extend({ joinedAt: Timestamp });
export type Member = z.infer<typeof Member>;
export const MemberList = z.object({ members: z.array(Member) });

/** PATCH /api/team/:id: owners. The last owner stays one. */
export const SetRoleBody = z.object({ role: Role });

// --- invites ------------------------------------------------------------------------------------------------------

export const InviteRole = Role.exclude(['owner']);
export type InviteRole = z.infer<typeof InviteRole>;

/** POST /api/invites: owners. */
export const CreateInviteBody = z.object({
  role: InviteRole.default('member'),
  days: z
    .int()
    .min(1, 'must be at least 1 day')
    .max(LIMITS.inviteDays, `must be at most ${LIMITS.inviteDays} days`)
    .default(LIMITS.inviteDaysDefault),
});
export type CreateInviteBody = z.output<typeof CreateInviteBody>;

/** An invite that nobody has used yet. */
export const Invite = z.object({
  id: Id,
  role: InviteRole,
  createdBy: z.string(),
  createdAt: Timestamp,
  expiresAt: Timestamp,
});
export type Invite = z.infer<typeof Invite>;
export const InviteList = z.object({ invites: z.array(Invite) });
/** The link is told once: only the hash of its token is kept. */
export const CreatedInvite = Invite.extend({ link: z.url() });

/** POST /api/join: whoever holds an invite's token (A1). */
export const JoinBody = SetupBody;

// --- sessions -----------------------------------------------------------------------------------------------------

/** One browser that a person is signed in with. */
export const SessionItem = z.object({
  id: z.string(),
  createdAt: Timestamp,
  /** To the day: a session is renewed once a day. */
  seenAt: Timestamp,
  address: z.string().nullable(),
  /** The browser's own description of itself. */
  agent: z.string().nullable(),
  /** The one that asks. */
  current: z.boolean(),
});
export type SessionItem = z.infer<typeof SessionItem>;
export const SessionList = z.object({ sessions: z.array(SessionItem) });
