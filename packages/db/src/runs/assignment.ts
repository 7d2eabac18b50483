import { type RunAssignment, RunConfig } from '@combogan/contracts';
import type { Tx } from '../db.ts';
import { changesOf } from './changes.ts';
import { lastCheckpoint } from './last-checkpoint.ts';

/** Everything a trainer needs to train the run. Images come in the order of their hashes: one version, one order. */
export async function assignmentOf(tx: Tx, runId: string, attemptToken: string): Promise<RunAssignment> {
  const run = await tx.run.findUniqueOrThrow({
    where: { id: runId },
    include: {
      domains: { orderBy: { position: 'asc' }, include: { version: true } },
      samples: { orderBy: { iteration: 'desc' }, take: 1, select: { iteration: true } },
    },
  });
  const domains: RunAssignment['domains'] = [];
  for (const { key, name, probes, version } of run.domains) {
    const images = await tx.versionImage.findMany({ where: { versionId: version.id }, orderBy: { sha256: 'asc' } });
    const bytesOf = new Map(images.map(({ sha256, bytes }) => [sha256, bytes]));
    domains.push({
      key,
      name,
      versionHash: version.hash,
      train: images.filter(({ role }) => role === 'train').map(({ sha256, bytes }) => ({ sha256, bytes })),
      probes: probes.map((sha256) => ({ sha256, bytes: bytesOf.get(sha256) ?? 0 })),
    });
  }
  const { taken, pending } = await changesOf(tx, runId);
  return {
    runId,
    name: run.name,
    attemptToken,
    config: RunConfig.parse(run.config),
    domains,
    trainerSeq: run.trainerSeq,
    checkpoint: await lastCheckpoint(tx, runId),
    stored: { iteration: run.iteration, sample: run.samples[0]?.iteration ?? null },
    changes: taken,
    pendingChanges: pending,
  };
}
