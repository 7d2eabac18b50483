import { setImmediate as tick } from 'node:timers/promises';
import type { LogEntry } from '@combogan/contracts';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createRunChannel } from './run-channel.ts';

const RUN = '00000000-0000-4000-8000-000000000000';
const entry = (seq: number): LogEntry => ({
  runId: RUN,
  seq,
  at: '2026-01-01T00:00:00.000Z',
  event: { kind: 'log', level: 'info', message: String(seq) },
});

/** A log in memory whose reads take a while, and viewers that remember what they were sent. */
function studio() {
  const log: LogEntry[] = [];
  const room = new Set<number[]>();
  const errors: unknown[] = [];
  let reads = 0;
  const channel = createRunChannel({
    async read(after, limit) {
      reads += 1;
      await tick();
      const found = log.slice(after, after + limit);
      await tick();
      return found;
    },
    broadcast: (entries) => {
      for (const viewer of room) viewer.push(...entries.map(({ seq }) => seq));
    },
    report: (error) => errors.push(error),
  });
  let unnoticed = false;
  const append = (count: number) => {
    for (let n = 0; n < count; n += 1) log.push(entry(log.length + 1));
    unnoticed = true;
  };
  /** The database's notification arrives, some time after the commit. */
  const notify = () => {
    if (unnoticed) channel.changed();
    unnoticed = false;
  };
  const join = async (after: number): Promise<number[]> => {
    const held = Array.from({ length: after }, (_, at) => at + 1);
    await tick();
    const answer = log.slice(after).map(({ seq }) => seq);
    await tick();
    await channel.enter(answer.at(-1) ?? after, (missed) => {
      held.push(...answer, ...missed.map(({ seq }) => seq));
      room.add(held);
    });
    return held;
  };
  /** Until nothing moves any more: every read takes two ticks, and none is left to begin. */
  const settle = async () => {
    notify();
    for (let before = -1; before < reads; ) {
      before = reads;
      for (let n = 0; n < 10; n += 1) await tick();
    }
  };
  return { log, room, errors, append, notify, join, settle, reads: () => reads };
}

const upTo = (n: number) => Array.from({ length: n }, (_, at) => at + 1);

describe('E2: a viewer gets exactly what it misses', () => {
  it('however joins, departures and appends interleave', async () => {
    const step = fc.oneof(
      fc.record({ kind: fc.constant('append' as const), count: fc.integer({ min: 1, max: 150 }) }),
      fc.record({ kind: fc.constant('join' as const), part: fc.double({ min: 0, max: 1, noNaN: true }) }),
      fc.constant({ kind: 'leave' as const }),
      fc.constant({ kind: 'notify' as const }),
      fc.constant({ kind: 'pause' as const }),
    );
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 1, maxLength: 40 }), async (steps) => {
        const { log, room, errors, append, notify, join, settle } = studio();
        const joining: Promise<number[]>[] = [];
        const left = new Map<number[], number>();
        for (const s of steps) {
          if (s.kind === 'append') append(s.count);
          else if (s.kind === 'join') joining.push(join(Math.floor(s.part * log.length)));
          else if (s.kind === 'notify') notify();
          else if (s.kind === 'pause') await tick();
          else {
            const [viewer] = room;
            if (viewer) {
              room.delete(viewer);
              left.set(viewer, viewer.length);
            }
          }
        }
        const viewers = await Promise.all(joining);
        await settle();
        expect(errors).toEqual([]);
        for (const viewer of viewers) expect(viewer).toEqual(upTo(left.get(viewer) ?? log.length));
      }),
      { numRuns: 400 },
    );
  });

  it('with one read for many changes that come during a read', async () => {
    const { append, notify, join, settle, reads } = studio();
    append(1);
    const viewer = await join(0);
    await settle();
    const before = reads();
    for (let n = 0; n < 50; n += 1) {
      append(1);
      notify();
    }
    await settle();
    expect(viewer).toEqual(upTo(51));
    expect(reads() - before).toBeLessThanOrEqual(4);
  });

  it('and goes on after a read that failed', async () => {
    const log: LogEntry[] = [];
    const seen: number[] = [];
    const errors: unknown[] = [];
    let broken = false;
    const channel = createRunChannel({
      read: async (after) => {
        if (broken) throw new Error('the database is away');
        return log.slice(after);
      },
      broadcast: (entries) => seen.push(...entries.map(({ seq }) => seq)),
      report: (error) => errors.push(error),
    });
    const turn = () => channel.enter(0, () => {});
    await turn();
    await turn();
    broken = true;
    log.push(entry(1), entry(2));
    channel.changed();
    await turn();
    expect(errors).toEqual([new Error('the database is away')]);
    expect(seen).toEqual([]);
    broken = false;
    channel.changed();
    await turn();
    expect(seen).toEqual([1, 2]);
  });
});
