import { LIVE, type Someone } from '@combogan/contracts';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { startWeb, type WebServer } from '../server/start-web.ts';
import { makeRun } from './data.ts';
import { connectViewer, type ViewerClient, watch } from './sockets.ts';
import { type SignedIn, type Studio, startStudio } from './studio.ts';

let studio: Studio;
/** Another web process' server, on the same database. */
let second: WebServer;
let ada: SignedIn;
let bo: SignedIn;
beforeAll(async () => {
  studio = await startStudio();
  second = await startWeb({ ...studio.services.env, logLevel: 'silent' });
  [ada, bo] = [await studio.signIn('owner'), await studio.signIn('member')];
});
afterAll(async () => {
  await second.close();
  await studio.close();
});

/** Watches a run, and remembers who else does. */
async function watcher(url: string, { cookie }: SignedIn, runId: string) {
  const socket: ViewerClient = await connectViewer(url, { cookie });
  let people: string[] | null = null;
  let notify = () => {};
  socket.on(LIVE.watchers, (message: { runId: string; people: Someone[] }) => {
    if (message.runId !== runId) return;
    people = message.people.map(({ name }) => name);
    notify();
  });
  await watch(socket, runId).join(null);
  const sees = (...names: string[]) =>
    new Promise<void>((resolve) => {
      notify = () => {
        if (people?.join() === names.join()) resolve();
      };
      notify();
    });
  return { socket, sees, seen: () => people };
}

it('E5: everyone who watches a run sees who does, through whichever process, each once', async () => {
  const { id } = await makeRun(studio.services);
  const there = `http://127.0.0.1:${second.port}`;
  const first = await watcher(studio.url, ada, id);
  await first.sees('The owner');
  const other = await watcher(there, bo, id);
  await Promise.all([first.sees('The member', 'The owner'), other.sees('The member', 'The owner')]);

  // a second tab of the same person, and the same person through the other process
  const tabs = [await watcher(studio.url, ada, id), await watcher(there, ada, id)];
  await Promise.all(tabs.map((tab) => tab.sees('The member', 'The owner')));
  for (const { socket } of tabs) socket.close();
  other.socket.emit(LIVE.leave, { runId: id });
  await first.sees('The owner');
  first.socket.close();
  const late = await watcher(there, bo, id);
  await late.sees('The member');
  late.socket.close();
});

it("E5: another run's watchers are not told, and a process that stops takes its watchers along", async () => {
  const [one, two] = [await makeRun(studio.services), await makeRun(studio.services)];
  const third = await startWeb({ ...studio.services.env, logLevel: 'silent' });
  const here = await watcher(studio.url, ada, one.id);
  const there = await watcher(`http://127.0.0.1:${third.port}`, bo, one.id);
  const apart = await watcher(studio.url, bo, two.id);
  await here.sees('The member', 'The owner');
  await apart.sees('The member');
  await third.close();
  await here.sees('The owner');
  expect(apart.seen()).toEqual(['The member']);
  for (const { socket } of [here, there, apart]) socket.close();
});

it('E5: what a process that was killed left behind is cleared away by the others', async () => {
  const { id } = await makeRun(studio.services);
  const here = await watcher(studio.url, ada, id);
  await here.sees('The owner');
  const { watcher: rows } = studio.services.db.prisma;
  const dead = { runId: id, userId: bo.id, processId: '0190a0a0-0000-7000-8000-000000000000' };
  await rows.create({ data: { ...dead, seenAt: new Date(Date.now() - 31_000) } });
  const late = await watcher(studio.url, ada, id);
  await late.sees('The owner');
  await expect.poll(() => rows.count({ where: dead }), { timeout: 30_000 }).toBe(0);
  here.socket.close();
  late.socket.close();
});
