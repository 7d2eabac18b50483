import { sampleRefs } from '@combogan/contracts';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { applyEntry, isLogLine } from './apply-entry.ts';
import { RunStore } from './run-store.ts';
import { bucketed, contentOf, freshRun, indexOf, LossyLink, logOf, recordsOf } from './testing.ts';

const batches = fc.array(
  fc.array(fc.record({ pair: fc.nat(2), value: fc.double({ min: -100, max: 100, noNaN: true }) }), {
    minLength: 1,
    maxLength: 6,
  }),
  { minLength: 1, maxLength: 25 },
);
const action = fc.oneof(
  { weight: 6, arbitrary: fc.record({ do: fc.constant('broadcast' as const), count: fc.integer({ min: 1, max: 4 }) }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('lose' as const), count: fc.integer({ min: 1, max: 3 }) }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('repeat' as const), count: fc.integer({ min: 1, max: 3 }) }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('cut' as const), count: fc.constant(0) }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('connect' as const), count: fc.constant(0) }) },
  { weight: 4, arbitrary: fc.record({ do: fc.constant('answer' as const), count: fc.constant(0) }) },
);

describe('E2: a viewer', () => {
  test('holds exactly the whole log after any losses, repeats, cuts and snapshots', async () => {
    await fc.assert(
      fc.asyncProperty(
        batches,
        fc.integer({ min: 1, max: 4 }),
        fc.array(action, { maxLength: 60 }),
        fc.integer({ min: 0, max: 8 }),
        fc.constantFrom(1, 2, 4),
        async (content, every, actions, catchUpMax, width) => {
          const log = logOf(content, every);
          const link = new LossyLink(log, { catchUpMax, width });
          const store = new RunStore(log[0]?.runId ?? '', link, { bucketsMax: 16 });
          store.start();
          for (const step of actions) {
            if (step.do === 'broadcast') link.broadcast(step.count, 'arrives');
            if (step.do === 'lose') link.broadcast(step.count, 'lost');
            if (step.do === 'repeat') link.broadcast(step.count, 'twice');
            if (step.do === 'cut') link.connect(false);
            if (step.do === 'connect') link.connect(true);
            if (step.do === 'answer') await link.answer();
          }
          link.broadcast(log.length, 'lost');
          link.connect(false);
          link.connect(true);
          for (let i = 0; i < 3; i++) await link.answer();

          const { run, samples, log: lines, status } = store.getView();
          const whole = log.reduce(applyEntry, freshRun());
          expect(status).toBe('live');
          expect(run?.seq).toBe(log.length);
          expect(run?.progress.iteration).toBe(whole.progress.iteration);
          expect(run?.lastSample).toEqual(whole.lastSample);
          expect(samples).toEqual(sampleRefs(indexOf(log)));
          expect(lines.map((line) => line.seq)).toEqual(log.filter(isLogLine).map((line) => line.seq));
          const wanted = bucketed(recordsOf(log), store.chart.width).series;
          expect([...store.chart.series.keys()].sort()).toEqual(Object.keys(wanted).sort());
          for (const [name, series] of store.chart.series) expect(contentOf(series)).toEqual(wanted[name]);
          expect(store.chart.bucketCount).toBeLessThanOrEqual(16);
        },
      ),
      { numRuns: 400 },
    );
  });

  test('draws live entries without asking again while nothing is missed', async () => {
    const log = logOf([[{ pair: 0, value: 1 }], [{ pair: 1, value: 2 }], [{ pair: 2, value: 3 }]], 9);
    const link = new LossyLink(log, { catchUpMax: 100, width: 1 });
    let joins = 0;
    const join = link.join.bind(link);
    link.join = (request) => {
      joins += 1;
      return join(request);
    };
    const store = new RunStore(log[0]?.runId ?? '', link);
    store.start();
    link.connect(true);
    await link.answer();
    for (let i = 0; i < log.length; i++) link.broadcast(1, 'arrives');
    expect(joins).toBe(1);
    expect(store.chart.lastIteration).toBe(3);
  });

  test('says that it is reconnecting, and keeps what it has', async () => {
    const log = logOf([[{ pair: 0, value: 1 }]], 1);
    const link = new LossyLink(log, { catchUpMax: 100, width: 1 });
    const store = new RunStore(log[0]?.runId ?? '', link);
    store.start();
    link.connect(true);
    link.broadcast(2, 'lost');
    await link.answer();
    link.connect(false);
    expect(store.getView().status).toBe('reconnecting');
    expect(store.getView().run).not.toBeNull();
  });

  test('shows why a join was refused', async () => {
    const link = new LossyLink([], { catchUpMax: 1, width: 1 });
    link.join = async () => ({ kind: 'refused', error: { code: 'not_found', message: 'no such run' } });
    const store = new RunStore('x', link);
    store.start();
    link.connect(true);
    await link.answer();
    expect(store.getView()).toMatchObject({ status: 'refused', refusal: { message: 'no such run' } });
  });
});
