import { type RunAssignment, TRAINER } from '@combogan/contracts';
import { cancelRun, entriesAfter, listTrainers, runSummary } from '@combogan/db';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { lossEvent, makeRun } from './data.ts';
import { connectTrainer, type TrainerClient } from './sockets.ts';
import { type Studio, startStudio } from './studio.ts';

let studio: Studio;
beforeAll(async () => {
  studio = await startStudio();
});
afterAll(() => studio.close());

async function claim(socket: TrainerClient): Promise<RunAssignment> {
  const answer = await socket.emitWithAck(TRAINER.claim);
  if (!answer.ok || !answer.assignment) throw new Error(`nothing was claimed: ${JSON.stringify(answer)}`);
  return answer.assignment;
}

const keysOf = ({ domains }: RunAssignment): [string, string] => [domains[0]?.key ?? '', domains[1]?.key ?? ''];

/** A trainer that holds a new run and says it is running. */
async function training() {
  const trainer = await studio.trainer();
  const run = await makeRun(studio.services);
  const socket = await connectTrainer(studio.url, trainer.token);
  const assignment = await claim(socket);
  expect(assignment.runId).toBe(run.id);
  const attempt = { runId: run.id, attemptToken: assignment.attemptToken };
  expect(await socket.emitWithAck(TRAINER.transition, { ...attempt, to: 'running' })).toEqual({ ok: true });
  return { trainer, run, socket, assignment, attempt, keys: keysOf(assignment) };
}

/** Resolves once `question` says yes. */
async function until(question: () => Promise<boolean>): Promise<void> {
  while (!(await question())) await new Promise((resolve) => setImmediate(resolve));
}

const online = async (id: string) =>
  (await listTrainers(studio.services.db)).some((trainer) => trainer.id === id && trainer.online);

describe('A3: who is let in', () => {
  it('not without the right token, and the refusal says so', async () => {
    await expect(connectTrainer(studio.url, 'guessed')).rejects.toMatchObject({ data: { code: 'unauthenticated' } });
    await expect(connectTrainer(studio.url, '')).rejects.toMatchObject({ data: { code: 'invalid', field: 'token' } });
  });

  it('not with another protocol version, and the refusal names both', async () => {
    const { token } = await studio.trainer();
    await expect(connectTrainer(studio.url, token, { protocol: 99 })).rejects.toMatchObject({
      data: { code: 'conflict', message: expect.stringContaining('99') },
    });
  });

  it('with its token, and is online until it goes', async () => {
    const { id, token } = await studio.trainer();
    expect(await online(id)).toBe(false);
    const socket = await connectTrainer(studio.url, token);
    await until(() => online(id));
    expect((await listTrainers(studio.services.db)).find((t) => t.id === id)).toMatchObject({
      engine: 'compiled (cpu)',
      device: 'a test',
    });
    socket.close();
    await until(async () => !(await online(id)));
  });

  it('a second connection takes over from the first and the trainer stays online', async () => {
    const { id, token } = await studio.trainer();
    const first = await connectTrainer(studio.url, token);
    await until(() => online(id));
    const gone = new Promise<string>((resolve) => first.once('disconnect', resolve));
    const second = await connectTrainer(studio.url, token);
    expect(await gone).toBe('io server disconnect');
    expect(await second.emitWithAck(TRAINER.claim)).toMatchObject({ ok: true });
    expect(await online(id)).toBe(true);
    second.close();
  });
});

describe('the life of a run at its trainer', () => {
  it('E1: events are stored once, however often they are sent', async () => {
    const { socket, attempt, run, keys } = await training();
    const events = [1, 2, 3].map((n) => lossEvent(n, n, keys));
    const send = (part: typeof events) => socket.emitWithAck(TRAINER.events, { ...attempt, events: part });
    expect(await send(events)).toEqual({ ok: true, trainerSeq: 3 });
    // the acknowledgement was lost: the same again, and once more with news
    expect(await send(events)).toEqual({ ok: true, trainerSeq: 3 });
    expect(await send([...events, lossEvent(4, 4, keys)])).toEqual({ ok: true, trainerSeq: 4 });
    expect(await send([lossEvent(6, 6, keys)])).toMatchObject({ ok: false, error: { code: 'conflict' } });
    const stored = await entriesAfter(studio.services.db, run.id, 0, 100);
    expect(stored.map(({ seq }) => seq)).toEqual(stored.map((_, at) => at + 1));
    const iterations = stored.flatMap(({ event }) =>
      event.kind === 'iterations' ? event.records.map((record) => record.iteration) : [],
    );
    expect(iterations).toEqual([1, 2, 3, 4]);
    socket.close();
  });

  it('E1: a trainer that reconnects goes on where the server stands', async () => {
    const { socket, trainer, attempt, keys } = await training();
    await socket.emitWithAck(TRAINER.events, { ...attempt, events: [lossEvent(1, 1, keys)] });
    socket.close();
    const again = await connectTrainer(studio.url, trainer.token);
    expect(await again.emitWithAck(TRAINER.heartbeat, { ...attempt, iteration: 1 })).toMatchObject({
      ok: true,
      command: null,
    });
    const events = [lossEvent(1, 1, keys), lossEvent(2, 2, keys)];
    expect(await again.emitWithAck(TRAINER.events, { ...attempt, events })).toEqual({ ok: true, trainerSeq: 2 });
    again.close();
  });

  it('R5: a cancel arrives at once, and the heartbeat repeats it', async () => {
    const { socket, attempt, run } = await training();
    const command = new Promise((resolve) => socket.once(TRAINER.command, resolve));
    await cancelRun(studio.services.db, run.id, 'Ada');
    expect(await command).toEqual({ runId: run.id, kind: 'cancel' });
    expect(await socket.emitWithAck(TRAINER.heartbeat, { ...attempt, iteration: 0 })).toMatchObject({
      ok: true,
      command: 'cancel',
    });
    expect(await socket.emitWithAck(TRAINER.transition, { ...attempt, to: 'cancelled' })).toEqual({ ok: true });
    expect((await runSummary(studio.services.db, run.id)).state).toBe('cancelled');
    socket.close();
  });

  it('R4: writes with another attempt token, or by another trainer, are refused', async () => {
    const { socket, attempt, run, keys } = await training();
    const events = [lossEvent(1, 1, keys)];
    const forged = await socket.emitWithAck(TRAINER.events, { ...attempt, attemptToken: 'guessed', events });
    expect(forged.ok).toBe(false);
    const other = await connectTrainer(studio.url, (await studio.trainer()).token);
    for (const answer of [
      await other.emitWithAck(TRAINER.events, { ...attempt, events }),
      await other.emitWithAck(TRAINER.transition, { ...attempt, to: 'finishing' }),
      await other.emitWithAck(TRAINER.heartbeat, { ...attempt, iteration: 5 }),
    ])
      expect(answer.ok).toBe(false);
    expect(await runSummary(studio.services.db, run.id)).toMatchObject({
      state: 'running',
      progress: { iteration: 0 },
    });
    socket.close();
    other.close();
  });

  it('a message that breaks its contract is answered with the field', async () => {
    const { socket, attempt } = await training();
    const malformed = { ...attempt, events: [] } as never;
    expect(await socket.emitWithAck(TRAINER.events, malformed)).toMatchObject({
      ok: false,
      error: { code: 'invalid', field: 'events' },
    });
    expect(await socket.emitWithAck(TRAINER.heartbeat, null as never)).toMatchObject({ ok: false });
    expect(socket.connected).toBe(true);
    socket.close();
  });

  it('R4: a trainer that is gone for longer than its lease loses the run, which waits for another', async () => {
    const { socket, run } = await training();
    socket.close();
    await studio.services.db.prisma.attempt.updateMany({
      where: { runId: run.id },
      data: { leaseUntil: new Date(Date.now() - 1000) },
    });
    await until(async () => (await runSummary(studio.services.db, run.id)).state === 'queued');
    expect(await runSummary(studio.services.db, run.id)).toMatchObject({ trainer: null, resumesFrom: 0 });
    await cancelRun(studio.services.db, run.id, 'Ada');
  });

  it('an idle trainer is woken when there is work', async () => {
    const socket = await connectTrainer(studio.url, (await studio.trainer()).token);
    expect(await socket.emitWithAck(TRAINER.claim)).toEqual({ ok: true, assignment: null });
    const woken = new Promise<void>((resolve) => socket.once(TRAINER.wake, resolve));
    const run = await makeRun(studio.services);
    await woken;
    expect((await claim(socket)).runId).toBe(run.id);
    socket.close();
  });
});
