import { randomBytes } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PROTOCOL_VERSION, type RunAssignment } from '@combogan/contracts';
import { registerTrainer } from '@combogan/db';
import { createTestDatabase, type TestDatabase } from '@combogan/db/testing';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { Outbox } from '../../trainer/src/connect/outbox.ts';
import { StudioLink } from '../../trainer/src/connect/studio-link.ts';
import { createAuth } from '../src/server/auth.ts';
import type { WebEnv } from '../src/server/env.ts';
import { createLog } from '../src/server/log.ts';
import type { Services } from '../src/server/services.ts';
import { lossEvent, makeRun } from './data.ts';
import { connectViewer, watch } from './sockets.ts';
import { signIn } from './studio.ts';
import { startWebProcess, type WebProcess } from './web-process.ts';

// a real trainer waits up to ten seconds for a server that is away; here it is back at once
vi.mock('../../trainer/src/connect/timing.ts', () => ({
  CONNECT_TIMING: { acknowledgeWithin: 10_000, retryFirst: 20, retryMost: 100 },
}));

const EVENTS = 500;
const SHUT_DOWN_AT = 150;

let database: TestDatabase;
let folder: string;
let env: WebEnv;
let web: WebProcess;
beforeAll(async () => {
  database = await createTestDatabase();
  folder = await mkdtemp(join(tmpdir(), 'restart-'));
  env = {
    databaseUrl: database.url,
    storageDir: join(folder, 'storage'),
    authSecret: randomBytes(32).toString('hex'),
    host: '127.0.0.1',
    port: 0,
    publicUrl: 'http://studio.test',
    trustProxy: false,
    webhookPrivate: false,
    logLevel: 'warn',
  };
  web = await startWebProcess(env);
  env.port = Number(new URL(web.url).port);
});
afterAll(async () => {
  await web.end('SIGKILL');
  await database.drop();
  await rm(folder, { recursive: true, force: true });
});

/** The trainer's own line and outbox, reporting iterations as fast as they are stored. */
async function startTrainer(runId: string) {
  const token = randomBytes(16).toString('hex');
  await registerTrainer(database.db, { name: 'A fast trainer', token });
  const hello = { protocol: PROTOCOL_VERSION, engine: 'compiled', device: 'a test', flops: null };
  const link = await new Promise<StudioLink>((resolve, reject) => {
    const line: StudioLink = new StudioLink(
      { url: web.url, token, hello: () => hello },
      {
        connected: () => resolve(line),
        disconnected: () => {},
        rejected: (reason) => reject(new Error(reason)),
        wake: () => {},
        tune: () => {},
        command: () => {},
      },
    );
    line.connect();
  });
  const assignment: RunAssignment | null = await link.claim();
  if (assignment?.runId !== runId) throw new Error('another run was claimed');
  const attempt = { runId, attemptToken: assignment.attemptToken };
  await link.transition({ ...attempt, to: 'running' });
  const refusals: unknown[] = [];
  const outbox = new Outbox(
    0,
    (events) => link.events({ ...attempt, events }),
    (error) => refusals.push(error),
  );
  const keys: [string, string] = [assignment.domains[0]?.key ?? '', assignment.domains[1]?.key ?? ''];
  return {
    refusals,
    outbox,
    report: (iteration: number) => outbox.push(lossEvent(iteration, iteration, keys).event),
    close: () => link.close(),
  };
}

/** Watches like a page: what it holds stays when the line breaks, and it joins again with it. */
async function startViewer(cookie: string, runId: string) {
  const viewer = await connectViewer(
    web.url,
    { cookie },
    { reconnection: true, reconnectionDelay: 20, reconnectionDelayMax: 100 },
  );
  const watched = watch(viewer, runId);
  await watched.join(0);
  viewer.on('connect', () => void watched.join(watched.seqs.at(-1) ?? 0));
  return { watched, close: () => viewer.close() };
}

it('O3, E1: SIGTERM amid a fast run loses nothing: the next process goes on without a gap', async () => {
  const { db } = database;
  const log = createLog('silent');
  const auth = createAuth(db, env, log);
  const { cookie } = await signIn({ auth, db }, 'viewer');
  const run = await makeRun({ db, env } as Services);
  const trainer = await startTrainer(run.id);
  const viewers = await Promise.all([1, 2, 3, 4, 5].map(() => startViewer(cookie, run.id)));

  let iteration = 0;
  const training = (async () => {
    while (iteration < EVENTS) {
      trainer.report(++iteration);
      // as fast as they are stored, and no faster than memory allows
      if (iteration % 4 === 0) await new Promise(setImmediate);
      while (trainer.outbox.unconfirmed > 100) await new Promise((resolve) => setTimeout(resolve, 5));
    }
  })();
  await viewers[0]?.watched.holds(SHUT_DOWN_AT);
  expect(await web.end('SIGTERM')).toBe(0);
  expect(iteration).toBeLessThan(EVENTS);
  web = await startWebProcess(env);
  await training;
  await trainer.outbox.drained();

  const { seq, trainerSeq } = await db.prisma.run.findUniqueOrThrow({ where: { id: run.id } });
  expect(trainerSeq).toBe(EVENTS);
  await Promise.all(viewers.map(({ watched }) => watched.holds(seq)));
  const stored = await db.prisma.logEntry.findMany({ where: { runId: run.id }, orderBy: { seq: 'asc' } });
  const range = (n: number) => Array.from({ length: n }, (_, at) => at + 1);
  expect(stored.map((entry) => entry.seq)).toEqual(range(seq));
  expect(stored.flatMap(({ iterationTo }) => iterationTo ?? [])).toEqual(range(EVENTS));
  for (const { watched } of viewers) expect(watched.seqs).toEqual(range(seq));
  expect(trainer.refusals).toEqual([]);
  for (const { close } of [trainer, ...viewers]) close();
});
