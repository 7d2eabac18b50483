import { isEnded, LogEntry, type RunState } from '@combogan/contracts';
import { z } from 'zod';
import { ask, type Connection } from './http.ts';

/** A caller who has seen everything asks again after so long. */
const ASK_AGAIN_AFTER = 500;

const Page = z.object({ seq: z.int(), entries: z.array(LogEntry) });

/**
 * A run's log from `after` on, entry by entry, without a gap or a repeat, until the run has ended. A studio that is away
 * for a moment is waited for. Returns the state in which it ended.
 */
export async function* follow(
  connection: Connection,
  runId: string,
  { after = 0, wait = ASK_AGAIN_AFTER }: { after?: number; wait?: number } = {},
): AsyncGenerator<LogEntry, RunState> {
  let at = after;
  let ended: RunState | null = null;
  for (;;) {
    const { seq, entries } = await ask(connection, Page, `/api/runs/${runId}/events?after=${at}`);
    for (const entry of entries) {
      if (entry.event.kind === 'state') ended = isEnded(entry.event.state) ? entry.event.state : null;
      at = entry.seq;
      yield entry;
    }
    if (at >= seq) {
      // who begins behind the last entry is told the end by the run itself
      ended ??= await endOf(connection, runId, at);
      if (ended) return ended;
      await new Promise((resolve) => setTimeout(resolve, wait));
    }
  }
}

const Brief = z.object({ state: z.string(), seq: z.int() });

async function endOf(connection: Connection, runId: string, at: number): Promise<RunState | null> {
  const { state, seq } = await ask(connection, Brief, `/api/runs/${runId}`);
  return seq === at && isEnded(state as RunState) ? (state as RunState) : null;
}
