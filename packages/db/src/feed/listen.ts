import { setTimeout as pause } from 'node:timers/promises';
import type { CommandMessage } from '@combogan/contracts';
import pg from 'pg';
import { CHANNEL, type Change } from './notify.ts';

const RECONNECT_AFTER = { first: 100, most: 5_000 };
/** What committed shortly before the connection broke may not have been delivered. */
const OVERLAP_SECONDS = 5;

export interface Feed {
  /** Resolves when the connection that hears changes answers; rejects while it is down. */
  check(): Promise<void>;
  close(): Promise<void>;
}

/**
 * Hears every change of every process, after its commit. When the connection breaks it connects again and repeats what
 * may have been missed, so a change can arrive twice but not never.
 * @throws when the first connection fails
 */
export async function listen(databaseUrl: string, onChange: (change: Change) => void): Promise<Feed> {
  let closed = false;
  let heard = performance.now();
  let client = await connect();

  async function connect(): Promise<pg.Client> {
    const fresh = new pg.Client({ connectionString: databaseUrl, keepAlive: true });
    fresh.on('error', () => {});
    fresh.on('notification', ({ payload }) => {
      heard = performance.now();
      if (payload) onChange(JSON.parse(payload) as Change);
    });
    try {
      await fresh.connect();
      await fresh.query(`LISTEN ${CHANNEL}`);
    } catch (error) {
      await fresh.end().catch(() => {});
      throw error;
    }
    fresh.once('end', () => void reconnect());
    return fresh;
  }

  async function reconnect(): Promise<void> {
    for (let delay = RECONNECT_AFTER.first; !closed; delay = Math.min(delay * 2, RECONNECT_AFTER.most)) {
      try {
        client = await connect();
        if (closed) return await client.end();
        const seconds = (performance.now() - heard) / 1000 + OVERLAP_SECONDS;
        for (const change of await missed(client, seconds)) onChange(change);
        return;
      } catch {
        await pause(delay);
      }
    }
  }

  return {
    check: async () => void (await client.query('SELECT')),
    close: async () => {
      closed = true;
      await client.end();
    },
  };
}

/** Everything that may have changed within the last `seconds`. */
async function missed(client: pg.Client, seconds: number): Promise<Change[]> {
  const runs = await client.query<{ runId: string; seq: number }>(
    `SELECT id AS "runId", seq FROM runs WHERE changed_at > clock_timestamp() - make_interval(secs => $1)`,
    [seconds],
  );
  const commands = await client.query<{ runId: string; trainerId: string; command: CommandMessage['kind'] }>(
    `SELECT id AS "runId", holder_id AS "trainerId", command FROM runs
      WHERE command IS NOT NULL AND holder_id IS NOT NULL`,
  );
  return [
    ...runs.rows.map((run): Change => ({ kind: 'run', ...run })),
    ...commands.rows.map((command): Change => ({ kind: 'command', ...command })),
    { kind: 'queue' },
    { kind: 'trainers' },
    { kind: 'resync' },
  ];
}
