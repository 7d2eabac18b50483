import type { RunState } from '@combogan/contracts';
import { expect, test } from 'vitest';
import { sweepProgress } from './progress.ts';

const run = (state: RunState, iteration: number, msPerIteration: number | null = null) => ({
  state,
  iterations: 100,
  progress: { iteration, msPerIteration, etaSeconds: null },
});

test('a sweep is as far as its iterations; what failed is not waited for', () => {
  const { share, count } = sweepProgress([
    run('finished', 100),
    run('failed', 10),
    run('running', 50),
    run('queued', 0),
  ]);
  expect(share).toBe(0.625);
  expect(count('finished', 'failed')).toBe(2);
});

test('its end is told from what trains now, all trainers together', () => {
  expect(sweepProgress([run('queued', 0)]).etaSeconds).toBeNull();
  expect(sweepProgress([run('running', 50, 100), run('queued', 0)]).etaSeconds).toBeCloseTo(15);
  expect(sweepProgress([run('running', 50, 100), run('running', 50, 100), run('queued', 0)]).etaSeconds).toBeCloseTo(
    10,
  );
});
