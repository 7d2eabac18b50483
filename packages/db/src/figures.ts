import type { Db } from './db.ts';

/** What an operator watches. */
export interface StudioFigures {
  /** Runs by state; a state without runs is missing. */
  runs: Record<string, number>;
  /** Leases that are held now. */
  leases: number;
  /** Training speed of the trainers that hold a run, in iterations a second, by trainer name. */
  iterationsPerSecond: Record<string, number>;
}

/** Counts in three small queries, so a scrape every few seconds costs nothing. */
export async function studioFigures({ pool }: Db): Promise<StudioFigures> {
  const [runs, leases, speeds] = await Promise.all([
    pool.query<{ state: string; count: number }>('SELECT state::text, count(*)::int FROM runs GROUP BY state'),
    pool.query<{ count: number }>('SELECT count(*)::int FROM attempts WHERE outcome IS NULL'),
    pool.query<{ name: string; speed: number }>(
      `SELECT t.name, sum(1000 / r.ms_per_iteration) AS speed FROM runs r JOIN trainers t ON t.id = r.holder_id
        WHERE r.ms_per_iteration > 0 AND r.state = 'running' GROUP BY t.name`,
    ),
  ]);
  return {
    runs: Object.fromEntries(runs.rows.map(({ state, count }) => [state, count])),
    leases: leases.rows[0]?.count ?? 0,
    iterationsPerSecond: Object.fromEntries(speeds.rows.map(({ name, speed }) => [name, speed])),
  };
}
