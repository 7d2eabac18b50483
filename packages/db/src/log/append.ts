import { type EventsMessage, type NumberedTrainerEvent, StudioError } from '@combogan/contracts';
import { type Db, inTransaction } from '../db.ts';
import { lockHeldRun } from '../runs/hold.ts';
import { LEASE_END } from '../runs/lease.ts';
import { checkEvents } from './check-events.ts';
import { writeEntries } from './entry.ts';
import { averageSpeed } from './speed.ts';
import { storeProducts } from './store-products.ts';
import { storeRollups } from './store-rollups.ts';

/**
 * Stores what a trainer reports, all of a batch or nothing: log, roll-ups, progress, samples, weights, checkpoints
 * (E1). Events that are stored already are skipped, so a batch may be sent again. Returns the last event stored.
 * @throws StudioError `conflict` when events before the batch are missing or the attempt has lost its lease;
 * `invalid` when iterations are missing or do not belong to the run
 */
export function appendEvents(db: Db, trainerId: string, message: EventsMessage): Promise<{ trainerSeq: number }> {
  const { runId } = message;
  return inTransaction(db, async (tx) => {
    const run = await lockHeldRun(tx, trainerId, message);
    const events = newEvents(message.events, run.trainerSeq);
    if (events.length === 0) return { trainerSeq: run.trainerSeq };
    const keys = await tx.runDomain.findMany({ where: { runId }, select: { key: true } });
    const records = checkEvents(events, { ...run, domains: new Set(keys.map(({ key }) => key)) });

    const trainerSeq = run.trainerSeq + events.length;
    await tx.run.update({
      where: { id: runId },
      data: {
        seq: { increment: events.length },
        trainerSeq,
        changedAt: new Date(),
        iteration: records.at(-1)?.iteration,
        msPerIteration: averageSpeed(
          run.msPerIteration,
          records.map(({ ms }) => ms),
        ),
      },
    });
    await writeEntries(tx, runId, run.seq + 1, events);
    if (records.length > 0) await storeRollups(tx, runId, records, keys.length);
    await storeProducts(tx, runId, events);
    const progress = records.length > 0 || events.some(({ kind }) => kind === 'checkpoint');
    // a trainer that reports is alive, also when its heartbeats are late
    await tx.$executeRaw`
      UPDATE attempts SET lease_until = ${LEASE_END}, progress = progress OR ${progress} WHERE run_id = ${runId}::uuid AND number = ${run.attempt}`;
    return { trainerSeq };
  });
}

/** The part of the batch after `stored`, or a refusal when it leaves a gap. */
function newEvents(events: NumberedTrainerEvent[], stored: number) {
  const fresh = events.filter(({ seq }) => seq > stored);
  fresh.forEach(({ seq }, index) => {
    if (seq !== stored + 1 + index)
      throw new StudioError('conflict', `Event ${stored + 1 + index} is missing before event ${seq}. Send it first.`);
  });
  return fresh.map(({ event }) => event);
}
