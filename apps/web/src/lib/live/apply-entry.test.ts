import type { LogEntry, RunDetail, RunEvent } from '@combogan/contracts';
import { expect, test } from 'vitest';
import { applyEntry } from './apply-entry.ts';
import { freshRun, RUN_ID } from './testing.ts';

const AT = '2026-01-01T00:00:00.000Z';
const after = (...events: RunEvent[]): RunDetail =>
  events.map((event, i): LogEntry => ({ runId: RUN_ID, seq: i + 1, at: AT, event })).reduce(applyEntry, freshRun());

const iterations = (from: number, count: number, ms: number): RunEvent => ({
  kind: 'iterations',
  records: Array.from({ length: count }, (_, i) => ({
    iteration: from + i,
    domains: ['A', 'B'],
    losses: { A: { gan: 1 }, B: { gan: 1 } },
    learningRate: 2e-4,
    ms,
  })),
});

test('R2: a claimed run leaves the queue; a running one has begun', () => {
  const run = after({ kind: 'state', state: 'starting', trainer: 'box' }, { kind: 'state', state: 'running' });
  expect(run).toMatchObject({ state: 'running', trainer: 'box', queuePosition: null, startedAt: AT, endedAt: null });
});

test('a failed run has ended, with its reason', () => {
  const failure = { code: 'diverged', message: 'diverged at iteration 7' } as const;
  const run = after({ kind: 'state', state: 'running' }, { kind: 'state', state: 'failed', failure });
  expect(run).toMatchObject({ state: 'failed', failure, startedAt: AT, endedAt: AT });
});

test('progress follows the newest iteration, the time left its recent pace', () => {
  const run = after(iterations(1, 50, 10), iterations(51, 50, 20));
  expect(run.progress).toEqual({ iteration: 100, msPerIteration: 20, etaSeconds: 18 });
});

test('a few fast iterations do not turn the pace around', () => {
  const { msPerIteration } = after(iterations(1, 50, 100), iterations(51, 5, 10)).progress;
  expect(msPerIteration).toBeCloseTo(91);
});

test('newer weights of a domain replace the older ones', () => {
  const file = { kind: 'weights', domain: 'A', sha256: 'a'.repeat(64), bytes: 1 } as const;
  const run = after({ ...file, iteration: 10 }, { ...file, domain: 'B', iteration: 10 }, { ...file, iteration: 20 });
  expect(run.weights.map(({ domain, iteration }) => [domain, iteration])).toEqual([
    ['B', 10],
    ['A', 20],
  ]);
});

test('R7: a change waits until the trainer says from which iteration on it holds', () => {
  const asked = after(
    { kind: 'change', number: 1, changes: { lambdaCycle: 5 }, by: 'Ada' },
    { kind: 'change', number: 2, changes: { learningRate: 1e-4 }, by: 'Ben' },
  );
  expect(asked).toMatchObject({ changes: [], pendingChanges: [{ number: 1, by: 'Ada', at: AT }, { number: 2 }] });
  const taken = applyEntry(asked, {
    runId: RUN_ID,
    seq: 3,
    at: AT,
    event: { kind: 'applied', number: 1, iteration: 40 },
  });
  expect(taken.changes).toEqual([{ number: 1, changes: { lambdaCycle: 5 }, by: 'Ada', at: AT, iteration: 40 }]);
  expect(taken.pendingChanges.map(({ number }) => number)).toEqual([2]);
});

test('R11: an extension is a change that holds at once, with a new end', () => {
  const run = after({ kind: 'change', number: 1, changes: { iterations: 3000, decayIterations: 0 }, iteration: 1001 });
  expect(run).toMatchObject({ iterations: 3000, changes: [{ iteration: 1001, by: null }], pendingChanges: [] });
});

test('R5: a paused run has no time left to tell, and says where it goes on', () => {
  const run = after(iterations(1, 50, 10), { kind: 'state', state: 'paused', by: 'Ada', resumesFrom: 50 });
  expect(run).toMatchObject({ state: 'paused', trainer: null, resumesFrom: 50, progress: { etaSeconds: null } });
});
