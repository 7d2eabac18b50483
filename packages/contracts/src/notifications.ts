import { z } from 'zod';
import { Someone } from './comments.ts';
import { Id, Timestamp } from './primitives.ts';

/** What a person, or a webhook, can be told. */
export const NotificationKind = z.enum([
  'finished',
  'failed',
  'diverged',
  'lost', // the trainer was lost; the run waits for another
  'mentioned',
  'commented', // on a run one launched
]);
export type NotificationKind = z.infer<typeof NotificationKind>;

/** What there is to say, to people and to webhooks alike. */
export const Notice = z.object({
  run: z.object({ id: Id, name: z.string() }),
  iteration: z.int().nullable(),
  /** Who caused it, when a person did. */
  by: Someone.nullable(),
  /** Why a run failed, or what a comment says. */
  text: z.string().nullable(),
  commentId: Id.nullable(),
  /** Whom the comment mentions. */
  mentions: z.array(Someone),
});
export type Notice = z.infer<typeof Notice>;

export const Notification = z.object({
  id: Id,
  kind: NotificationKind,
  notice: Notice,
  at: Timestamp,
  read: z.boolean(),
});
export type Notification = z.infer<typeof Notification>;

/** GET /api/notifications?before=ID: one's own, newest first. */
export const NotificationList = z.object({
  /** Of all, not only of this page. */
  unread: z.int(),
  notifications: z.array(Notification),
  nextCursor: Id.nullable(),
});
export type NotificationList = z.infer<typeof NotificationList>;

/** POST /api/notifications/read: these, or without `ids` all. */
export const ReadBody = z.object({ ids: z.array(Id).min(1).max(500).optional() });

/** GET and PUT /api/preferences: one's own. */
export const Preferences = z.object({
  /** Kinds one does not want to be told. */
  muted: z.array(NotificationKind).transform((kinds) => [...new Set(kinds)]),
});
export type Preferences = z.infer<typeof Preferences>;
