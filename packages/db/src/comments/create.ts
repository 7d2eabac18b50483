import {
  type Comment,
  type CreateCommentBody,
  LIMITS,
  mentionsIn,
  type Someone,
  StudioError,
} from '@combogan/contracts';
import { type Db, inTransaction, type Tx } from '../db.ts';
import { notify } from '../feed/notify.ts';
import { type Told, tellPeople, tellWebhooks } from '../notifications/tell.ts';
import { noSuchRun } from '../runs/missing.ts';
import { commentItem, PARTS } from './list.ts';

/**
 * Stores a comment, and in the same transaction tells whom it mentions and who launched the run.
 * @throws StudioError `invalid` when its pin is not in the run; `conflict` when the run has too many; `not_found`
 */
export function createComment(
  db: Db,
  runId: string,
  { body, iteration, cell }: CreateCommentBody,
  authorId: string,
): Promise<Comment> {
  return inTransaction(db, async (tx) => {
    const run = await tx.run.findUnique({ where: { id: runId }, include: { domains: true } });
    if (!run) throw noSuchRun();
    if (iteration !== null && iteration > run.iteration)
      throw new StudioError('invalid', `The run is at iteration ${run.iteration}; ${iteration} is yet to come.`, {
        field: 'iteration',
        limit: String(run.iteration),
      });
    if (cell) {
      const source = run.domains.find(({ key }) => key === cell.source);
      if (!source) throw noSuchDomain('cell.source', cell.source);
      if (!run.domains.some(({ key }) => key === cell.target)) throw noSuchDomain('cell.target', cell.target);
      if (cell.probe >= source.probes.length)
        throw new StudioError('invalid', `${source.name} has ${source.probes.length} probes in this run.`, {
          field: 'cell.probe',
          limit: String(source.probes.length),
        });
    }
    if ((await tx.comment.count({ where: { runId, deletedAt: null } })) >= LIMITS.runComments)
      throw new StudioError('conflict', `A run holds at most ${LIMITS.runComments} comments. Delete some first.`, {
        limit: String(LIMITS.runComments),
      });
    const mentions = await mentioned(tx, body);
    const comment = commentItem(
      await tx.comment.create({ data: { runId, authorId, body, mentions, iteration, ...cell }, include: PARTS }),
    );
    await notify(tx, { kind: 'comments', runId });
    const told = toldOf(comment, run.name);
    await tellMentioned(tx, told, mentions);
    const launcher = run.launchedById;
    const others = [comment.author, ...mentions].map(({ id }) => id);
    if (launcher !== null && !others.includes(launcher)) await tellPeople(tx, 'commented', [launcher], told);
    await tellWebhooks(tx, 'commented', told);
    if (mentions.length > 0) await tellWebhooks(tx, 'mentioned', told);
    return comment;
  });
}

/** Whom of the team a text mentions. */
export async function mentioned(tx: Tx, body: string): Promise<Someone[]> {
  if (!body.includes('@')) return [];
  return mentionsIn(body, await tx.user.findMany({ where: { removedAt: null }, select: { id: true, name: true } }));
}

/** Tells people that a comment mentions them, its author excepted. */
export const tellMentioned = (tx: Tx, told: Told, mentions: readonly Someone[]): Promise<void> =>
  tellPeople(
    tx,
    'mentioned',
    mentions.map(({ id }) => id).filter((id) => id !== told.by?.id),
    told,
  );

export const toldOf = ({ id, runId, author, body, mentions, iteration }: Comment, runName: string): Told => ({
  run: { id: runId, name: runName },
  iteration,
  by: author,
  text: body,
  commentId: id,
  mentions,
});

const noSuchDomain = (field: string, key: string) =>
  new StudioError('invalid', `The run has no domain ${key}.`, { field });
