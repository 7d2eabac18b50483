import { TIMING } from '@combogan/contracts';
import { expireLeases } from '@combogan/db';
import type { Services } from '../../src/server/services.ts';

/** Takes back the runs of trainers that have not been heard of (R4), once a second and never twice at a time. */
export function sweepLeases({ db, log }: Services): { stop(): void } {
  let sweeping = false;
  const timer = setInterval(async () => {
    if (sweeping) return;
    sweeping = true;
    try {
      for (const runId of await expireLeases(db)) log.warn({ runId }, 'the trainer of this run is lost');
    } catch (error) {
      log.error({ err: error }, 'leases could not be checked');
    } finally {
      sweeping = false;
    }
  }, TIMING.leaseSweepEvery);
  return { stop: () => clearInterval(timer) };
}
