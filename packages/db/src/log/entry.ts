import type { LogEntry as Entry, RunEvent } from '@combogan/contracts';
import type { Tx } from '../db.ts';
import { notify } from '../feed/notify.ts';
import type { LogEntry } from '../generated/client.ts';

/**
 * Appends events to a run's log, the first as `firstSeq`, and announces them. The caller has moved the run's own `seq`
 * past them in this transaction, so its row is locked and no number is given twice.
 */
export async function writeEntries(tx: Tx, runId: string, firstSeq: number, events: RunEvent[]): Promise<void> {
  const at = new Date();
  await tx.logEntry.createMany({
    data: events.map((event, index) => ({
      runId,
      seq: firstSeq + index,
      at,
      kind: event.kind,
      event,
      ...(event.kind === 'iterations' && {
        iterationFrom: event.records[0]?.iteration,
        iterationTo: event.records.at(-1)?.iteration,
      }),
    })),
  });
  await notify(tx, { kind: 'run', runId, seq: firstSeq + events.length - 1 });
}

/** The row as the contract has it: only contract events are ever written. */
export const logEntry = ({ runId, seq, at, event }: LogEntry): Entry => ({
  runId,
  seq,
  at: at.toISOString(),
  event: event as RunEvent,
});
