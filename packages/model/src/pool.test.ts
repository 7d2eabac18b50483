import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { HistoryPool, planPool } from './pool.ts';
import { createRandom } from './random.ts';

const runs = fc.record({
  seed: fc.nat(),
  size: fc.integer({ min: 0, max: 7 }),
  batch: fc.integer({ min: 1, max: 4 }),
  iterations: fc.integer({ min: 1, max: 30 }),
});

/** Plays a run in which the fake of image `i` of iteration `t` is the single number 100 t + i. */
function play({ seed, size, batch, iterations }: { seed: number; size: number; batch: number; iterations: number }) {
  const random = createRandom(seed);
  const pool = new HistoryPool(size);
  return Array.from({ length: iterations }, (_, t) => {
    const before = pool.images.map((image) => image[0] ?? Number.NaN);
    const plan = planPool(random, t, 'apples', pool, batch);
    const { poolFake, usePool } = pool.inputs(plan, 1);
    const fakes = Float32Array.from({ length: batch }, (_, i) => 100 * t + i);
    pool.store(plan, fakes);
    const after = pool.images.map((image) => image[0] ?? Number.NaN);
    const seen = [...fakes].map((fake, i) => (usePool[i] === 1 ? (poolFake[i] ?? Number.NaN) : fake));
    return { before, after, plan, fakes: [...fakes], seen };
  });
}

describe('history pool', () => {
  it('until full, the current fake is used and stored', () => {
    fc.assert(
      fc.property(runs, (run) => {
        for (const { before, plan, fakes, after } of play(run)) {
          const room = Math.min(run.size - before.length, run.batch);
          expect(plan.slice(0, room)).toEqual(
            fakes.slice(0, room).map((_, i) => ({ read: null, write: before.length + i })),
          );
          expect(after.slice(before.length, before.length + room)).toEqual(fakes.slice(0, room));
        }
      }),
    );
  });

  it('never grows beyond its size, nor loses an image', () => {
    fc.assert(
      fc.property(runs, (run) => {
        for (const { before, after } of play(run)) {
          expect(after.length).toBeLessThanOrEqual(run.size);
          expect(after.length).toBe(Math.min(run.size, before.length + run.batch));
        }
      }),
    );
  });

  it('once full, an image sees its own fake, or one from before whose place it takes', () => {
    fc.assert(
      fc.property(runs, (run) => {
        for (const { before, after, plan, fakes, seen } of play(run)) {
          const read = plan.flatMap((choice) => (choice.read === null ? [] : [choice.read]));
          expect(new Set(read).size).toBe(read.length);
          for (const [i, choice] of plan.entries()) {
            if (choice.read === null) expect(seen[i]).toBe(fakes[i]);
            else {
              expect(seen[i]).toBe(before[choice.read]);
              expect(after[choice.read]).toBe(fakes[i]);
              expect(choice.write).toBe(choice.read);
            }
          }
        }
      }),
    );
  });

  it('once full, replaces half of the time and every place equally often', () => {
    const random = createRandom(8);
    const reads = Array.from(
      { length: 8000 },
      (_, t) => planPool(random, t, 'apples', { fill: 4, size: 4 }, 1)[0]?.read,
    );
    const counts = [null, 0, 1, 2, 3].map((place) => reads.filter((read) => read === place).length);
    expect(Math.abs((counts[0] ?? 0) - 4000)).toBeLessThan(180);
    for (const count of counts.slice(1)) expect(Math.abs(count - 1000)).toBeLessThan(120);
  });

  it('without places, always passes the current fake on', () => {
    for (const { seen, fakes, after } of play({ seed: 1, size: 0, batch: 2, iterations: 10 })) {
      expect(seen).toEqual(fakes);
      expect(after).toEqual([]);
    }
  });

  it('goes on alike after a restart in the middle', () => {
    const run = { seed: 5, size: 3, batch: 2, iterations: 20 };
    const whole = play(run);
    const random = createRandom(run.seed);
    const pool = new HistoryPool(
      3,
      (whole[9]?.after ?? []).map((value) => Float32Array.of(value)),
    );
    for (let t = 10; t < 20; t++) {
      const plan = planPool(random, t, 'apples', pool, 2);
      expect(plan).toEqual(whole[t]?.plan);
      pool.store(plan, Float32Array.from(whole[t]?.fakes ?? []));
    }
  });

  it('refuses more images than it has places', () => {
    expect(() => new HistoryPool(1, [new Float32Array(1), new Float32Array(1)])).toThrow('pool of 1');
  });
});
