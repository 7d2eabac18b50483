import { Failure, type RunSummary, type SampleSheet } from '@combogan/contracts';
import type { Db, Tx } from '../db.ts';
import type { Prisma, Sample } from '../generated/client.ts';
import { noSuchRun } from './missing.ts';
import { queuePlaces } from './queue.ts';
import { isHeld } from './transition.ts';

/** What a summary is made of. */
export const PARTS = {
  launchedBy: { select: { name: true } },
  domains: { orderBy: { position: 'asc' }, include: { version: { omit: { createdAt: true } } } },
  attempts: { orderBy: { number: 'desc' }, take: 1, include: { trainer: { select: { name: true } } } },
  samples: { orderBy: { iteration: 'desc' }, take: 1 },
  sweep: { select: { id: true, name: true } },
  checkpoints: { orderBy: { iteration: 'desc' }, take: 1, select: { iteration: true } },
} as const satisfies Prisma.RunInclude;
type Parts = Prisma.RunGetPayload<{ include: typeof PARTS }>;

/** All runs, newest first. */
export async function listRuns(db: Db): Promise<RunSummary[]> {
  const runs = await db.prisma.run.findMany({ orderBy: { createdAt: 'desc' }, include: PARTS });
  const places = await queuePlaces(db.prisma);
  return runs.map((run) => toSummary(run, places));
}

/** @throws StudioError `not_found` */
export const runSummary = (db: Db, id: string): Promise<RunSummary> => summaryOf(db.prisma, id);

/** The same within a transaction. */
export async function summaryOf(tx: Tx, id: string): Promise<RunSummary> {
  const run = await tx.run.findUnique({ where: { id }, include: PARTS });
  if (!run) throw noSuchRun();
  return toSummary(run, run.state === 'queued' ? await queuePlaces(tx) : new Map());
}

export function toSummary(run: Parts, places: ReadonlyMap<string, number>): RunSummary {
  const waits = run.state === 'queued' || run.state === 'paused';
  const attempt = waits ? undefined : run.attempts[0];
  const [sample] = run.samples;
  const { iteration, msPerIteration } = run;
  return {
    id: run.id,
    name: run.name,
    state: run.state,
    failure:
      run.failureCode === null ? null : Failure.parse({ code: run.failureCode, message: run.failureMessage ?? '' }),
    domains: run.domains.map(({ key, name, probes, version }) => ({
      key,
      name,
      domainId: version.domainId,
      versionHash: version.hash,
      trainCount: version.trainCount,
      probes,
    })),
    iterations: run.iterations,
    progress: {
      iteration,
      msPerIteration,
      etaSeconds:
        isHeld(run.state) && msPerIteration !== null ? ((run.iterations - iteration) * msPerIteration) / 1000 : null,
    },
    seq: run.seq,
    queuePosition: places.get(run.id) ?? null,
    resumesFrom: waits && run.attempts.length > 0 ? (run.checkpoints[0]?.iteration ?? 0) : null,
    trainer: attempt?.trainer.name ?? null,
    engine: attempt?.engine ?? null,
    launchedBy: run.launchedBy?.name ?? null,
    createdAt: run.createdAt.toISOString(),
    startedAt: run.startedAt?.toISOString() ?? null,
    endedAt: run.endedAt?.toISOString() ?? null,
    lastSample: sample ? sampleSheet(sample) : null,
    sweep: run.sweep && run.sweepPoint !== null ? { ...run.sweep, point: run.sweepPoint } : null,
  };
}

export const sampleSheet = (sample: Sample): SampleSheet => {
  const { iteration, size, rows, columns, sha256, bytes, reconstructionSha256, reconstructionBytes } = sample;
  const sheet = { iteration, size, rows, columns, sha256, bytes };
  return reconstructionSha256 === null || reconstructionBytes === null
    ? sheet
    : { ...sheet, reconstructions: { sha256: reconstructionSha256, bytes: reconstructionBytes } };
};
