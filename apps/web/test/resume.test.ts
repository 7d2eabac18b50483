import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type IterationRecord, RunConfig, type RunDetail, type RunState } from '@combogan/contracts';
import { createRun, entriesAfter, extendRun, runDetail, tuneRun } from '@combogan/db';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { makeDomain } from './data.ts';
import { type RealTrainer, startTrainer, trainerRoutes, until } from './real-trainer.ts';
import { type Studio, startStudio } from './studio.ts';

let studio: Studio;
let cache: string;
let domainIds: string[];
const trainers: RealTrainer[] = [];
beforeAll(async () => {
  studio = await startStudio({ pages: trainerRoutes });
  cache = await mkdtemp(join(tmpdir(), 'studio-cache-'));
  domainIds = [await makeDomain(studio.services, 'Summer'), await makeDomain(studio.services, 'Winter')];
});
afterAll(async () => {
  for (const trainer of trainers) await trainer.end('SIGKILL');
  await studio.close();
  await rm(cache, { recursive: true, force: true });
});

const start = async (): Promise<RealTrainer> => {
  const trainer = await startTrainer(studio, cache);
  trainers.push(trainer);
  return trainer;
};

const CONFIG = { size: 32, ngf: 4, ndf: 4, blocks: 1, discriminatorLayers: 1, dropout: true, poolSize: 4 };
const launch = async (name: string, iterations = 110, launchedById: string | null = null): Promise<string> => {
  const config = RunConfig.parse({ ...CONFIG, iterations, sampleEvery: 25, checkpointEvery: 20 });
  return (await createRun(studio.services.db, { name, domainIds, config }, { launchedById })).id;
};

const detail = (id: string): Promise<RunDetail> => runDetail(studio.services.db, id);
const reaches = (id: string, state: RunState) => until(studio, async () => (await detail(id)).state === state);
const passes = (id: string, iteration: number) =>
  until(studio, async () => (await detail(id)).progress.iteration >= iteration);
/** As if the trainer had said nothing for longer than its lease; the server's own sweep does the rest. */
const silence = (runId: string) =>
  studio.services.db.prisma.attempt.updateMany({
    where: { runId, outcome: null },
    data: { leaseUntil: new Date(Date.now() - 1000) },
  });
const outcomes = async (runId: string) =>
  (await studio.services.db.prisma.attempt.findMany({ where: { runId }, orderBy: { number: 'asc' } })).map(
    ({ outcome }) => outcome,
  );

/** What must not depend on who trained how often: losses in the order of the log, and samples. */
async function outcome(id: string) {
  const entries = await entriesAfter(studio.services.db, id, 0, 10_000);
  expect(entries.map(({ seq }) => seq)).toEqual(entries.map((_, at) => at + 1));
  const records = entries.flatMap(({ event }): IterationRecord[] => (event.kind === 'iterations' ? event.records : []));
  const { samples } = await detail(id);
  return { records: records.map(({ ms: _, ...record }) => record), samples };
}

it('R4, R8: a run whose trainer is killed goes on at its checkpoint on another, with the same losses and no gap', async () => {
  const killed = await launch('Killed');
  const first = await start();
  // R7: a change in the midst of it
  await passes(killed, 22);
  await tuneRun(studio.services.db, killed, { lambdaCycle: 4, learningRate: 0.001 }, 'Ada');
  await until(studio, async () => (await detail(killed)).changes.length === 1);
  await passes(killed, 66);
  await first.end('SIGKILL');
  await silence(killed);
  await reaches(killed, 'queued');
  const waiting = await detail(killed);
  expect(waiting.resumesFrom).toBeGreaterThanOrEqual(20);
  expect(waiting.changes).toHaveLength(1);

  const whole = await launch('Whole', 110);
  for (const change of waiting.changes)
    await studio.services.db.prisma.runChange.create({ data: { ...change, runId: whole } });
  const second = await start();
  await reaches(killed, 'finished');
  await reaches(whole, 'finished');
  expect(await second.end('SIGTERM')).toBe(0);
  expect(await outcomes(killed)).toEqual(['lost', 'finished']);
  const { records, samples } = await outcome(killed);
  expect(records.map(({ iteration }) => iteration)).toEqual(Array.from({ length: 110 }, (_, n) => n + 1));
  expect(samples.map(({ iteration }) => iteration)).toEqual([0, 25, 50, 75, 100, 110]);
  expect({ records, samples }).toEqual(await outcome(whole));
  // only the last checkpoint of each run is kept
  const rows = await studio.services.db.prisma.checkpoint.findMany({ where: { runId: { in: [killed, whole] } } });
  expect(rows.map(({ iteration }) => iteration)).toEqual([110, 110]);
  const files = (await studio.stored()).filter((path) => path.startsWith('checkpoints/'));
  for (const { sha256 } of rows) expect(files).toContain(`checkpoints/${sha256.slice(0, 2)}/${sha256}.checkpoint`);
  // the kill may have left one that was never announced
  expect(files.length).toBeLessThanOrEqual(3);
}, 120_000);

it('R3: two trainers share the queue, and launchers take turns', async () => {
  const [ann, ben] = [(await studio.signIn('member')).id, (await studio.signIn('member')).id];
  const runs = [
    await launch('a1', 80, ann),
    await launch('a2', 80, ann),
    await launch('b1', 80, ben),
    await launch('b2', 80, ben),
  ];
  const pair = await Promise.all([start(), start()]);
  for (const id of runs) await reaches(id, 'finished');
  const attempts = await studio.services.db.prisma.attempt.findMany({
    where: { runId: { in: runs } },
    orderBy: { startedAt: 'asc' },
  });
  expect(attempts.map(({ outcome }) => outcome)).toEqual(Array(4).fill('finished'));
  expect(attempts.map(({ runId }) => runs.indexOf(runId))).toEqual([0, 2, 1, 3]);
  expect(new Set(attempts.map(({ trainerId }) => trainerId))).toEqual(new Set(pair.map(({ id }) => id)));
  for (const trainer of pair) await trainer.end('SIGTERM');
}, 120_000);

it('R11: a finished run goes on for more iterations at a constant rate', async () => {
  const id = await launch('Longer', 12);
  const trainer = await start();
  await reaches(id, 'finished');
  await extendRun(studio.services.db, id, { iterations: 10, decayIterations: 4 }, 'Ada');
  await until(studio, async () => (await detail(id)).progress.iteration === 22);
  await reaches(id, 'finished');
  const { records, samples } = await outcome(id);
  expect(records.map(({ iteration }) => iteration)).toEqual(Array.from({ length: 22 }, (_, n) => n + 1));
  const rates = records.map(({ learningRate }) => learningRate / 0.0002);
  for (const rate of [...rates.slice(0, 7), ...rates.slice(12, 19)]) expect(rate).toBeCloseTo(1);
  for (const [at, rate] of [0.75, 0.5, 0.25].entries()) expect(rates[19 + at]).toBeCloseTo(rate);
  expect(samples.map(({ iteration }) => iteration)).toEqual([0, 12, 22]);
  const { weights } = await detail(id);
  expect(weights.map(({ iteration }) => iteration)).toEqual([22, 22]);
  await trainer.end('SIGTERM');
}, 120_000);

it('R4: a trainer that freezes and wakes up after its lease is gone writes nothing more, and takes another run', async () => {
  const zombie = await start();
  const frozen = await launch('Frozen', 300);
  await passes(frozen, 30);
  zombie.process.kill('SIGSTOP');
  await silence(frozen);
  await reaches(frozen, 'queued');
  await start();
  await passes(frozen, (await detail(frozen)).progress.iteration + 1);
  const next = await launch('Next', 5);
  zombie.process.kill('SIGCONT');
  // it finds that it lost the run, and takes the next one
  await reaches(next, 'finished');
  await reaches(frozen, 'finished');
  expect(await outcomes(frozen)).toEqual(['lost', 'finished']);
  const thawed = await outcome(frozen);
  expect(thawed.records.map(({ iteration }) => iteration)).toEqual(Array.from({ length: 300 }, (_, n) => n + 1));
}, 120_000);
