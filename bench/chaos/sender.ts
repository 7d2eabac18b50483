/**
 * The trainer's side as a process of its own, so that it can be killed: its real line and outbox, with acknowledgements
 * that get lost and batches that go out twice. Reports iterations until a line comes on stdin, then hands over the rest.
 */
import { createInterface } from 'node:readline';
import { setTimeout as pause } from 'node:timers/promises';
import { PROTOCOL_VERSION, type RunAssignment } from '@combogan/contracts';
import { Outbox } from '../../apps/trainer/src/connect/outbox.ts';
import { withRetry } from '../../apps/trainer/src/connect/retry.ts';
import { StudioLink } from '../../apps/trainer/src/connect/studio-link.ts';
import { CONNECT_TIMING } from '../../apps/trainer/src/connect/timing.ts';
import { seeded } from './random.ts';

const [url = '', token = '', seed = '1'] = process.argv.slice(2);
const random = seeded(Number(seed));
// a thousand broken lines must not take a thousand seconds
Object.assign(CONNECT_TIMING, { acknowledgeWithin: 2_000, retryFirst: 10, retryMost: 100 });

const MOST_UNCONFIRMED = 40;
const forever = new AbortController().signal;
let lostAcknowledgements = 0;
let repeated = 0;

const link = new StudioLink(
  { url, token, hello: () => ({ protocol: PROTOCOL_VERSION, engine: 'chaos', device: 'a test', flops: null }) },
  {
    connected: () => {},
    disconnected: () => {},
    rejected: (reason) => {
      process.stderr.write(`${reason}\n`);
      process.exit(1);
    },
    wake: () => {},
    command: () => {},
    tune: () => {},
  },
);
link.connect();

/** The run waits until the lease of the sender that was killed has ended. */
async function claim(): Promise<RunAssignment> {
  for (;;) {
    const assignment = await link.claim().catch(() => null);
    if (assignment) return assignment;
    await pause(20);
  }
}

let enough = false;
createInterface({ input: process.stdin }).once('line', () => {
  enough = true;
});
/** Of an iteration whatever sends it: an attempt that computes it again gets the same. */
const loss = (iteration: number, salt: number) => seeded(iteration * 2 + salt)();

/** One attempt at the run. Rejects when the studio says that the attempt has ended. */
async function report(assignment: RunAssignment): Promise<number> {
  const attempt = { runId: assignment.runId, attemptToken: assignment.attemptToken };
  await withRetry(() => link.transition({ ...attempt, to: 'running' }), forever);
  const [a = '', b = ''] = assignment.domains.map(({ key }) => key);
  let refused: unknown;
  const outbox = new Outbox(
    assignment.trainerSeq,
    async (events) => {
      const fate = random();
      const stored = await link.events({ ...attempt, events });
      if (fate < 0.15) {
        repeated += 1;
        return link.events({ ...attempt, events });
      }
      if (fate < 0.3) {
        lostAcknowledgements += 1;
        throw new Error('the acknowledgement got lost');
      }
      return stored;
    },
    (error) => {
      refused = error;
    },
  );
  let { iteration } = assignment.stored;
  while (!enough) {
    iteration += 1;
    outbox.push({
      kind: 'iterations',
      records: [
        {
          iteration,
          domains: [a, b],
          losses: { [a]: { gan: loss(iteration, 0), cycle: 1 }, [b]: { gan: loss(iteration, 1), cycle: 2 } },
          learningRate: 0.0002,
          ms: 5,
        },
      ],
    });
    do {
      if (refused) throw refused;
      await pause(4);
    } while (outbox.unconfirmed > MOST_UNCONFIRMED && !enough);
  }
  await outbox.drained();
  return iteration;
}

for (;;) {
  // as a trainer does: an attempt that was refused is over, and the run is claimed anew
  const iteration = await report(await claim()).catch((error: unknown) => {
    process.stderr.write(`${String(error)}\n`);
    return null;
  });
  if (iteration === null) continue;
  process.stdout.write(`${JSON.stringify({ iteration, lostAcknowledgements, repeated })}\n`);
  process.exit(0);
}
