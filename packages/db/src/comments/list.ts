import type { Comment, Someone } from '@combogan/contracts';
import type { Db } from '../db.ts';
import type { Prisma } from '../generated/client.ts';
import { noSuchRun } from '../runs/missing.ts';

export const PARTS = { author: { select: { id: true, name: true } } } as const satisfies Prisma.CommentInclude;

/** A run's comments, oldest first. @throws StudioError `not_found` */
export async function listComments(db: Db, runId: string): Promise<Comment[]> {
  const run = await db.prisma.run.findUnique({ where: { id: runId }, select: { id: true } });
  if (!run) throw noSuchRun();
  const comments = await db.prisma.comment.findMany({
    where: { runId, deletedAt: null },
    orderBy: { id: 'asc' },
    include: PARTS,
  });
  return comments.map(commentItem);
}

export const commentItem = (comment: Prisma.CommentGetPayload<{ include: typeof PARTS }>): Comment => ({
  id: comment.id,
  runId: comment.runId,
  author: comment.author,
  body: comment.body,
  // only createComment and editComment write them
  mentions: comment.mentions as Someone[],
  iteration: comment.iteration,
  cell:
    comment.source !== null && comment.probe !== null && comment.target !== null
      ? { source: comment.source, probe: comment.probe, target: comment.target }
      : null,
  createdAt: comment.createdAt.toISOString(),
  editedAt: comment.editedAt?.toISOString() ?? null,
});
