import { randomUUID } from 'node:crypto';
import { CreateRunBody, type IterationRecord, type NumberedTrainerEvent } from '@combogan/contracts';
import {
  addImage,
  appendEvents,
  claimRun,
  createDomain,
  createRun,
  type Db,
  registerTrainer,
  trainerSeen,
  transitionRun,
} from '@combogan/db';
import { sha256 } from '../../apps/web/test/data.ts';

/** Iterations of the run that the long one is compared with. */
export const SHORT = 1000;
/** What a trainer of 50 iterations a second sends at a time. */
const BATCH = 20;
const BATCHES_A_MESSAGE = 250;
/** A loss this high is a spike: the others stay below 2. */
export const SPIKE = 1000;

export interface FilledRun {
  runId: string;
  keys: string[];
  iterations: number;
  /** Iterations with a spike in some domain's cycle loss. */
  spikes: { iteration: number; domain: string }[];
  seconds: number;
}

/** A deterministic random number in [0, 1). */
const random = (n: number, stream: number): number => {
  const x = Math.sin(n * 12.9898 + stream * 78.233) * 43758.5453;
  return x - Math.floor(x);
};

function recordOf(iteration: number, keys: readonly string[], spike: boolean): IterationRecord {
  const first = Math.floor(random(iteration, 1) * keys.length);
  const second = (first + 1 + Math.floor(random(iteration, 2) * (keys.length - 1))) % keys.length;
  const lossesOf = (domain: number, spiked: boolean) => ({
    gan: random(iteration, 10 + domain),
    cycle: spiked ? SPIKE : 1 + random(iteration, 100 + domain),
    identity: random(iteration, 200 + domain),
    discriminator: random(iteration, 300 + domain) / 2,
  });
  const [a = '', b = ''] = [keys[first], keys[second]];
  return {
    iteration,
    domains: [a, b],
    losses: { [a]: lossesOf(first, spike), [b]: lossesOf(second, false) },
    learningRate: 0.0002,
    ms: 20 + random(iteration, 3),
  };
}

/** Writes a run of `iterations` through the code that stores what trainers report. */
export async function makeRun(db: Db, domains: number, iterations: number): Promise<FilledRun> {
  const started = performance.now();
  const domainIds: string[] = [];
  for (let n = 0; n < domains; n++) {
    const mark = randomUUID().slice(0, 8);
    const { id } = await createDomain(db, { name: `Domain ${n} ${mark}`, description: '' });
    const image = { name: 'a.png', role: 'train' as const, width: 64, height: 64, bytes: 1000 };
    await addImage(db, id, { ...image, sha256: sha256(Buffer.from(mark)) });
    domainIds.push(id);
  }
  const body = CreateRunBody.parse({ name: 'Long', domainIds, config: { iterations, lambdaIdentity: 1 } });
  const run = await createRun(db, body, { launchedById: null });
  const trainerId = await registerTrainer(db, { name: 'Bench', token: randomUUID() });
  await trainerSeen(db, trainerId, { engine: 'compiled (cpu)', device: 'bench', flops: null }, true);
  const assignment = await claimRun(db, trainerId);
  if (assignment?.runId !== run.id) throw new Error('another run was queued');
  const hold = { runId: run.id, attemptToken: assignment.attemptToken };
  await transitionRun(db, trainerId, { ...hold, to: 'running' });

  const keys = run.domains.map(({ key }) => key);
  const spikes = new Map([0.001, 0.123, 0.5, 0.777, 0.999].map((share) => [Math.ceil(share * iterations), '']));
  let seq = 1;
  for (let next = 1; next <= iterations; ) {
    const events: NumberedTrainerEvent[] = [];
    while (events.length < BATCHES_A_MESSAGE && next <= iterations) {
      const records = Array.from({ length: Math.min(BATCH, iterations - next + 1) }, (_, n) => {
        const record = recordOf(next + n, keys, spikes.has(next + n));
        if (spikes.has(next + n)) spikes.set(next + n, record.domains[0]);
        return record;
      });
      events.push({ seq: seq++, event: { kind: 'iterations', records } });
      next += records.length;
    }
    await appendEvents(db, trainerId, { ...hold, events });
  }
  await transitionRun(db, trainerId, { ...hold, to: 'finishing' });
  await transitionRun(db, trainerId, { ...hold, to: 'finished' });
  // what a running studio's autovacuum does in time
  await db.pool.query('ANALYZE log_entries, loss_rollups, pair_rollups');
  return {
    runId: run.id,
    keys,
    iterations,
    spikes: [...spikes].map(([iteration, domain]) => ({ iteration, domain })),
    seconds: (performance.now() - started) / 1000,
  };
}
