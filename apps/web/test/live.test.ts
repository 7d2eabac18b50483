import { CATCH_UP_MAX, LIVE, type RunAssignment, type RunSummary } from '@combogan/contracts';
import { appendEvents, claimRun, trainerSeen, transitionRun } from '@combogan/db';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { lossEvent, makeRun } from './data.ts';
import { connectViewer, type ViewerClient, watch } from './sockets.ts';
import { PUBLIC_URL, type Studio, startStudio } from './studio.ts';

let studio: Studio;
let cookie: string;
beforeAll(async () => {
  studio = await startStudio();
  cookie = (await studio.signIn('viewer')).cookie;
});
afterAll(() => studio.close());

/** A running run and a way to make its log grow by `count` entries. */
async function runningRun() {
  const { db } = studio.services;
  const trainer = await studio.trainer();
  await trainerSeen(db, trainer.id, null, true);
  const run = await makeRun(studio.services);
  const assignment: RunAssignment | null = await claimRun(db, trainer.id);
  if (assignment?.runId !== run.id) throw new Error('another run was claimed');
  const attempt = { runId: run.id, attemptToken: assignment.attemptToken };
  await transitionRun(db, trainer.id, { ...attempt, to: 'running' });
  const keys: [string, string] = [assignment.domains[0]?.key ?? '', assignment.domains[1]?.key ?? ''];
  let written = 0;
  const grow = async (count: number) => {
    const events = Array.from({ length: count }, (_, n) => lossEvent(written + n + 1, written + n + 1, keys));
    written += count;
    await appendEvents(db, trainer.id, { ...attempt, events });
  };
  const seq = async () => (await db.prisma.run.findUniqueOrThrow({ where: { id: run.id } })).seq;
  return { run, grow, seq };
}

const range = (from: number, to: number) => Array.from({ length: to - from }, (_, n) => from + n + 1);

describe('A2: who may watch', () => {
  it('not without a session, and not from a page of another site', async () => {
    await expect(connectViewer(studio.url, {})).rejects.toMatchObject({ data: { code: 'unauthenticated' } });
    await expect(connectViewer(studio.url, { cookie: 'studio.session_token=guessed' })).rejects.toMatchObject({
      data: { code: 'unauthenticated' },
    });
    await expect(connectViewer(studio.url, { cookie, origin: 'https://elsewhere.example' })).rejects.toThrow();
    for (const origin of [PUBLIC_URL, studio.url]) (await connectViewer(studio.url, { cookie, origin })).close();
  });

  it('a join after the session has ended is refused', async () => {
    const { run } = await runningRun();
    const leaving = await studio.signIn('viewer');
    const viewer = await connectViewer(studio.url, { cookie: leaving.cookie });
    await studio.services.db.prisma.session.deleteMany({ where: { userId: leaving.id } });
    expect(await watch(viewer, run.id).join(0)).toMatchObject({ kind: 'refused', error: { code: 'unauthenticated' } });
    expect(await viewer.emitWithAck(LIVE.watchList)).toMatchObject({ ok: false, error: { code: 'unauthenticated' } });
    viewer.close();
  });

  it('a run that does not exist, or a malformed request, is refused', async () => {
    const viewer = await connectViewer(studio.url, { cookie });
    const nowhere = watch(viewer, '0190a0a0-0000-7000-8000-000000000000');
    expect(await nowhere.join(0)).toMatchObject({ kind: 'refused', error: { code: 'not_found' } });
    expect(await viewer.emitWithAck(LIVE.join, { runId: 'x', after: -1 })).toMatchObject({ error: { field: 'runId' } });
    viewer.close();
  });
});

describe('E2: joining', () => {
  it('without a position gets a snapshot; with one, what is missing; far behind, a snapshot again', async () => {
    const { run, grow, seq } = await runningRun();
    await grow(20);
    const viewer = await connectViewer(studio.url, { cookie });
    const watched = watch(viewer, run.id);
    expect(await watched.join(null)).toMatchObject({ kind: 'snapshot', seq: await seq(), run: { id: run.id } });
    expect(await watched.join(5)).toMatchObject({ kind: 'entries', seq: await seq() });
    expect(watched.seqs).toEqual(range(5, await seq()));
    await grow(CATCH_UP_MAX);
    expect((await watched.join(5)).kind).toBe('snapshot');
    expect((await watched.join((await seq()) + 1)).kind).toBe('snapshot');
    viewer.close();
  });

  it('hears every later entry once, after leaving none', async () => {
    const { run, grow, seq } = await runningRun();
    const viewer = await connectViewer(studio.url, { cookie });
    const other = await connectViewer(studio.url, { cookie });
    const watched = watch(viewer, run.id);
    const witness = watch(other, run.id);
    await watched.join(0);
    await witness.join(0);
    await grow(3);
    await watched.holds(await seq());
    const held = [...watched.seqs];
    expect(held).toEqual(range(0, await seq()));
    viewer.emit(LIVE.leave, { runId: run.id });
    // answered after the departure, for messages of a connection stay in order
    await viewer.emitWithAck(LIVE.watchList);
    await grow(3);
    await witness.holds(await seq());
    await viewer.emitWithAck(LIVE.watchList);
    expect(watched.seqs).toEqual(held);
    viewer.close();
    other.close();
  });

  it('is void when the viewer leaves or joins again before it is answered', async () => {
    const { run, grow, seq } = await runningRun();
    const viewer = await connectViewer(studio.url, { cookie });
    const watched = watch(viewer, run.id);
    const voided = watched.join(0);
    viewer.emit(LIVE.leave, { runId: run.id });
    expect(await voided).toMatchObject({ kind: 'refused', error: { code: 'conflict' } });
    const [first, second] = await Promise.all([watched.join(0), watched.join(0)]);
    expect([first.kind, second.kind]).toEqual(['refused', 'entries']);
    await grow(5);
    await watched.holds(await seq());
    expect(watched.seqs).toEqual(range(0, await seq()));
    viewer.close();
  });

  it('is gapless for every viewer while the log grows and viewers come, go and come back', async () => {
    const { run, grow, seq } = await runningRun();
    let writing = true;
    const writer = (async () => {
      for (let n = 0; n < 80; n += 1) await grow(1 + (n % 4));
      writing = false;
    })();

    /** Joins with what it holds, watches a while, drops the line without a farewell, and comes back. */
    const restless = async (nth: number): Promise<{ from: number; seqs: number[] }> => {
      let held: { from: number; seqs: number[] } | null = null;
      for (let visit = 0; writing || visit === 0; visit += 1) {
        const viewer: ViewerClient = await connectViewer(studio.url, { cookie });
        const watched = watch(viewer, run.id);
        if (held) Object.assign(watched, held);
        const position: number | null = held ? (held.seqs.at(-1) ?? held.from) : nth % 3 === 0 ? null : 0;
        await watched.join(position);
        // a second join of the same connection replaces the first
        if (nth % 4 === 1) {
          viewer.emit(LIVE.leave, { runId: run.id });
          await viewer.emitWithAck(LIVE.watchList);
          await watched.join(watched.seqs.at(-1) ?? watched.from);
        }
        const now = watched.seqs.at(-1) ?? watched.from;
        if (writing) await Promise.race([watched.holds(now + 3 + (nth % 7)), writer]);
        held = { from: watched.from, seqs: [...watched.seqs] };
        viewer.close();
      }
      const last = await connectViewer(studio.url, { cookie });
      const watched = watch(last, run.id);
      Object.assign(watched, held);
      await watched.join(watched.seqs.at(-1) ?? watched.from);
      await watched.holds(await seq());
      last.close();
      return watched;
    };

    const viewers = await Promise.all(Array.from({ length: 8 }, (_, nth) => restless(nth)));
    await writer;
    const end = await seq();
    expect(end).toBeGreaterThan(150);
    for (const { from, seqs } of viewers) expect(seqs).toEqual(range(from, end));
  });

  it('many at the same moment as the log grows', async () => {
    const { run, grow, seq } = await runningRun();
    const sockets = await Promise.all(Array.from({ length: 20 }, () => connectViewer(studio.url, { cookie })));
    const watching = sockets.map((socket) => watch(socket, run.id));
    const growing = (async () => {
      for (let n = 0; n < 40; n += 1) await grow(2);
    })();
    await Promise.all(watching.map((watched, n) => watched.join(n % 2 ? 0 : 1)));
    await growing;
    const end = await seq();
    await Promise.all(watching.map((watched) => watched.holds(end)));
    watching.forEach(({ seqs }, n) => {
      expect(seqs).toEqual(range(n % 2 ? 0 : 1, end));
    });
    for (const socket of sockets) socket.close();
  });
});

describe('the list', () => {
  it('hears of a new run, of its progress, and of trainers', async () => {
    const viewer = await connectViewer(studio.url, { cookie });
    expect(await viewer.emitWithAck(LIVE.watchList)).toEqual({ ok: true });
    const heard: RunSummary[] = [];
    let notify = () => {};
    viewer.on(LIVE.summary, (summary) => {
      heard.push(summary);
      notify();
    });
    const hears = (wanted: (summary: RunSummary) => boolean) =>
      new Promise<void>((resolve) => {
        notify = () => {
          if (heard.some(wanted)) resolve();
        };
        notify();
      });
    const trainers = new Promise<void>((resolve) => viewer.once(LIVE.trainers, resolve));
    const { run, grow } = await runningRun();
    await hears(({ id, state }) => id === run.id && state === 'running');
    await grow(7);
    await hears(({ id, progress }) => id === run.id && progress.iteration === 7);
    await trainers;
    viewer.close();
  });
});
