import { createHash, randomUUID } from 'node:crypto';
import {
  CreateRunBody,
  type IterationRecord,
  type RunAssignment,
  type RunConfigInput,
  type RunSummary,
  type TrainerEvent,
} from '@combogan/contracts';
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
} from '../src/index.ts';

export const sha = (text: string): string => createHash('sha256').update(text).digest('hex');

/** An image row; its content is told by its name. */
export const image = (name: string, role: 'train' | 'probe' = 'train') => ({
  sha256: sha(name),
  name: `${name}.png`,
  role,
  width: 160,
  height: 120,
  bytes: 1000,
});

/** A domain with `train` training images and `probe` held-out ones. Returns its id. */
export async function makeDomain(db: Db, name: string, { train = 3, probe = 0 } = {}): Promise<string> {
  const { id } = await createDomain(db, { name, description: '' });
  for (let n = 1; n <= train; n++) await addImage(db, id, image(`${name} train ${n}`));
  for (let n = 1; n <= probe; n++) await addImage(db, id, image(`${name} probe ${n}`, 'probe'));
  return id;
}

/** Two domains named A and B. */
export const makePair = async (db: Db): Promise<string[]> => [await makeDomain(db, 'A'), await makeDomain(db, 'B')];

export const makeUser = (db: Db, name: string) =>
  db.prisma.user.create({ data: { name, email: `${name.toLowerCase()}@example.org` } });

/** Queues a run on these domains. */
export const launch = (
  db: Db,
  domainIds: string[],
  {
    name = 'Run',
    launchedById = null,
    config = {},
  }: { name?: string; launchedById?: string | null; config?: RunConfigInput } = {},
): Promise<RunSummary> =>
  createRun(db, CreateRunBody.parse({ name, domainIds, config: { iterations: 1000, ...config } }), { launchedById });

/** Registers a trainer that is connected. Returns its id. */
export async function makeTrainer(db: Db, name = 'Box'): Promise<string> {
  const id = await registerTrainer(db, { name, token: randomUUID() });
  await trainerSeen(db, id, { engine: 'compiled/cpu', device: 'two cores', flops: null }, true);
  return id;
}

/** Claims the next run, which must be there. */
export async function claim(db: Db, trainerId: string): Promise<RunAssignment> {
  const assignment = await claimRun(db, trainerId);
  if (!assignment) throw new Error('the queue is empty');
  return assignment;
}

/** Launches a run and has a trainer of its own claim and begin it. The queue must be empty. */
export async function begin(db: Db, domainIds: string[], config: RunConfigInput = {}) {
  const { id: runId } = await launch(db, domainIds, { config });
  const trainerId = await makeTrainer(db);
  const assignment = await claim(db, trainerId);
  if (assignment.runId !== runId) throw new Error('another run was queued');
  const hold = { runId, attemptToken: assignment.attemptToken };
  await transitionRun(db, trainerId, { ...hold, to: 'running' });
  return { runId, trainerId, assignment, hold };
}

/** The record of one iteration that drew A and B. */
export const record = (iteration: number, gan = 1 / iteration): IterationRecord => ({
  iteration,
  domains: ['a', 'b'],
  losses: { a: { gan, cycle: gan / 2, discriminator: 0.25 }, b: { gan: gan + 1, discriminator: 0.5 } },
  learningRate: 0.0002,
  ms: 100,
});

/** The event that reports iterations `from` to `to`. */
export const iterations = (from: number, to: number): TrainerEvent => ({
  kind: 'iterations',
  records: Array.from({ length: to - from + 1 }, (_, n) => record(from + n)),
});

/** The event that announces a checkpoint. */
export const checkpoint = (iteration: number): TrainerEvent => ({
  kind: 'checkpoint',
  iteration,
  sha256: sha(`checkpoint ${iteration}`),
  bytes: 500,
});

/** Sends events numbered from `firstSeq`. */
export const send = (
  db: Db,
  trainerId: string,
  { runId, attemptToken }: Pick<RunAssignment, 'runId' | 'attemptToken'>,
  firstSeq: number,
  events: TrainerEvent[],
): Promise<{ trainerSeq: number }> =>
  appendEvents(db, trainerId, {
    runId,
    attemptToken,
    events: events.map((event, n) => ({ seq: firstSeq + n, event })),
  });
