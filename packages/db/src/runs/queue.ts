import type { Tx } from '../db.ts';
import { Prisma } from '../generated/client.ts';

/**
 * The queue in its order (R3): a turn for each launcher, least recently served first; within a launcher first come,
 * and a sweep's runs, which come at once, in the order of their points.
 * Rows: id, place (from 1).
 */
export const QUEUE = Prisma.sql`
  SELECT id, row_number() OVER (ORDER BY turn, served NULLS FIRST, queued_at, sweep_point, id)::int AS place
    FROM (
      SELECT r.id, r.queued_at, r.sweep_point,
             row_number() OVER (PARTITION BY r.launched_by_id ORDER BY r.queued_at, r.sweep_point, r.id) AS turn,
             (SELECT max(a.started_at) FROM attempts a JOIN runs o ON o.id = a.run_id
               WHERE o.launched_by_id IS NOT DISTINCT FROM r.launched_by_id) AS served
        FROM runs r
       WHERE r.state = 'queued'
    ) AS waiting`;

/** Place of every queued run, from 1, by id. */
export async function queuePlaces(tx: Tx): Promise<Map<string, number>> {
  const rows = await tx.$queryRaw<{ id: string; place: number }[]>(QUEUE);
  return new Map(rows.map(({ id, place }) => [id, place]));
}
