import { z } from 'zod';
import { LIMITS } from './limits.ts';
import { DomainKey, Id, Timestamp } from './primitives.ts';

/** Someone by id and name: an author, a watcher, whom a comment mentions. */
export const Someone = z.object({ id: z.string(), name: z.string() });
export type Someone = z.infer<typeof Someone>;

const Body = z
  .string()
  .trim()
  .min(1, 'must not be empty')
  .max(LIMITS.commentLength, `must be at most ${LIMITS.commentLength} characters`);

/** A cell of the sample matrix: the probe of a source domain, from 0, in a target domain. */
export const SampleCell = z.object({ source: DomainKey, probe: z.int().nonnegative(), target: DomainKey });
export type SampleCell = z.infer<typeof SampleCell>;

/** POST /api/runs/:id/comments: members. Pinned to an iteration, to a cell of its samples, or to the run as a whole. */
export const CreateCommentBody = z
  .object({
    body: Body,
    iteration: z.int().nonnegative().nullable().default(null),
    cell: SampleCell.nullable().default(null),
  })
  .refine(({ iteration, cell }) => cell === null || iteration !== null, {
    path: ['iteration'],
    message: 'is needed for a cell of the samples',
  });
export type CreateCommentBody = z.output<typeof CreateCommentBody>;

/** PATCH /api/comments/:id: its author. */
export const EditCommentBody = z.object({ body: Body });

export const Comment = z.object({
  id: Id,
  runId: Id,
  author: Someone,
  /** Plain text. */
  body: z.string(),
  /** Whom it mentions by @name. */
  mentions: z.array(Someone),
  iteration: z.int().nullable(),
  cell: SampleCell.nullable(),
  createdAt: Timestamp,
  editedAt: Timestamp.nullable(),
});
export type Comment = z.infer<typeof Comment>;
/** GET /api/runs/:id/comments: oldest first. */
export const CommentList = z.object({ comments: z.array(Comment) });
