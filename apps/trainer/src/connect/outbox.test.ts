import type { NumberedTrainerEvent, TrainerEvent } from '@combogan/contracts';
import fc from 'fast-check';
import { expect, test, vi } from 'vitest';
import { Outbox } from './outbox.ts';
import { Refused } from './refusal.ts';

vi.mock('./timing.ts', () => ({ CONNECT_TIMING: { retryFirst: 0, retryMost: 0 } }));

const note = (message: string): TrainerEvent => ({ kind: 'log', level: 'info', message });
const never = (): never => {
  throw new Error('nothing should be refused');
};

/** The studio's side: stores what comes next, skips what it has, refuses a gap. */
class Store {
  readonly seqs: number[];
  constructor(stored: number) {
    this.seqs = Array.from({ length: stored }, (_, i) => i + 1);
  }
  receive(events: readonly NumberedTrainerEvent[]): number {
    for (const { seq } of events) {
      if (seq <= this.seqs.length) continue;
      if (seq !== this.seqs.length + 1) throw new Refused({ code: 'conflict', message: 'a gap' });
      this.seqs.push(seq);
    }
    return this.seqs.length;
  }
}

/** What happens to one message: it arrives, it is lost, or only its acknowledgement is. */
const fate = fc.constantFrom('arrives', 'lost', 'unacknowledged');

test('E1: whatever messages and acknowledgements get lost, the studio sees exactly 1 to n, in order', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.nat(5),
      fc.array(fc.integer({ min: 1, max: 12 }), { minLength: 1, maxLength: 12 }),
      fc.array(fate, { maxLength: 60 }),
      async (stored, bursts, fates) => {
        const store = new Store(stored);
        const coming = [...fates];
        const outbox = new Outbox(
          stored,
          async (events) => {
            await Promise.resolve();
            const next = coming.shift() ?? 'arrives';
            if (next === 'lost') throw new Error('the line is cut');
            const seq = store.receive(events);
            if (next === 'unacknowledged') throw new Error('no answer');
            return seq;
          },
          never,
        );
        let pushed = stored;
        for (const burst of bursts) {
          for (let i = 0; i < burst; i++) outbox.push(note(`event ${++pushed}`));
          await new Promise(setImmediate);
        }
        await outbox.drained();
        expect(store.seqs).toEqual(Array.from({ length: pushed }, (_, i) => i + 1));
        expect(outbox.unconfirmed).toBe(0);
      },
    ),
    { numRuns: 200 },
  );
});

test('messages stay below the limits of the line and of the contract', async () => {
  const store = new Store(0);
  const sizes: { events: number; characters: number }[] = [];
  const outbox = new Outbox(
    0,
    (events) => {
      sizes.push({ events: events.length, characters: JSON.stringify(events).length });
      return Promise.resolve(store.receive(events));
    },
    never,
  );
  for (let i = 0; i < 3000; i++) outbox.push(note('x'));
  for (let i = 0; i < 500; i++) outbox.push(note('y'.repeat(1900)));
  await outbox.drained();
  expect(store.seqs).toHaveLength(3500);
  expect(Math.max(...sizes.map(({ events }) => events))).toBeLessThanOrEqual(1000);
  expect(Math.max(...sizes.map(({ characters }) => characters))).toBeLessThan(500_000);
});

test('a refusal for good closes the outbox and is told once', async () => {
  const refusals: unknown[] = [];
  const outbox = new Outbox(
    0,
    () => Promise.reject(new Refused({ code: 'conflict', message: 'the lease is lost' })),
    (error) => refusals.push(error),
  );
  outbox.push(note('one'));
  await expect(outbox.drained()).rejects.toThrow('the lease is lost');
  outbox.push(note('two'));
  await new Promise(setImmediate);
  expect(refusals).toHaveLength(1);
});
