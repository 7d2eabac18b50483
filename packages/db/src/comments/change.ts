import { type Comment, type Person, StudioError } from '@combogan/contracts';
import { type Db, inTransaction, type Tx } from '../db.ts';
import { notify } from '../feed/notify.ts';
import type { Prisma } from '../generated/client.ts';
import { mentioned, tellMentioned, toldOf } from './create.ts';
import { commentItem, PARTS } from './list.ts';

/**
 * Changes what a comment says; whom it did not mention before is told.
 * @throws StudioError `forbidden` unless it is one's own; `not_found`
 */
export function editComment(db: Db, id: string, body: string, person: Person): Promise<Comment> {
  return inTransaction(db, async (tx) => {
    const before = await lockComment(tx, id, false);
    if (before.authorId !== person.id) throw new StudioError('forbidden', 'Only its author may edit a comment.');
    const mentions = await mentioned(tx, body);
    const after = await update(tx, id, { body, mentions, editedAt: new Date() });
    const known = new Set(commentItem(before).mentions.map((someone) => someone.id));
    await tellMentioned(
      tx,
      toldOf(after, before.run.name),
      mentions.filter((someone) => !known.has(someone.id)),
    );
    return after;
  });
}

/**
 * Takes a comment out of sight, until it is restored.
 * @throws StudioError `forbidden` unless one wrote it or owns the studio; `not_found`
 */
export function deleteComment(db: Db, id: string, person: Person): Promise<Comment> {
  return setDeleted(db, id, person, new Date());
}

/** Brings a deleted comment back. @throws as deleteComment */
export function restoreComment(db: Db, id: string, person: Person): Promise<Comment> {
  return setDeleted(db, id, person, null);
}

function setDeleted(db: Db, id: string, person: Person, deletedAt: Date | null): Promise<Comment> {
  return inTransaction(db, async (tx) => {
    const before = await lockComment(tx, id, deletedAt === null);
    if (before.authorId !== person.id && person.role !== 'owner')
      throw new StudioError('forbidden', 'Only its author or an owner may delete a comment.');
    const after = await update(tx, id, { deletedAt });
    const told = await tx.notification.findMany({ where: { commentId: id }, select: { userId: true } });
    for (const { userId } of told) await notify(tx, { kind: 'notifications', userId });
    return after;
  });
}

async function lockComment(tx: Tx, id: string, deleted: boolean) {
  await tx.$executeRaw`SELECT FROM comments WHERE id = ${id}::uuid FOR UPDATE`;
  const comment = await tx.comment.findFirst({
    where: { id, deletedAt: deleted ? { not: null } : null },
    include: { ...PARTS, run: { select: { name: true } } },
  });
  if (!comment) throw new StudioError('not_found', 'There is no such comment.');
  return comment;
}

async function update(tx: Tx, id: string, data: Prisma.CommentUpdateInput): Promise<Comment> {
  const comment = commentItem(await tx.comment.update({ where: { id }, data, include: PARTS }));
  await notify(tx, { kind: 'comments', runId: comment.runId });
  return comment;
}
