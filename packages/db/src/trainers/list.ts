import { TIMING, type TrainerSummary } from '@combogan/contracts';
import type { Db } from '../db.ts';

/** All trainers, oldest first. Online are those connected and heard of within a lease: a killed web server tells nothing. */
export async function listTrainers(db: Db): Promise<TrainerSummary[]> {
  const trainers = await db.prisma.trainer.findMany({
    orderBy: { id: 'asc' },
    include: { run: { select: { id: true, name: true } } },
  });
  const since = Date.now() - TIMING.leaseFor;
  return trainers.map(({ id, name, online, engine, device, flops, run, lastSeenAt }) => ({
    id,
    name,
    online: online && lastSeenAt !== null && lastSeenAt.getTime() > since,
    engine,
    device,
    flops,
    currentRun: run,
    lastSeenAt: lastSeenAt?.toISOString() ?? null,
  }));
}
