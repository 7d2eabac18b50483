import { randomUUID } from 'node:crypto';
import { LIVE } from '@combogan/contracts';
import { clearWatchers, keepWatchers, setWatchers, watchersOf } from '@combogan/db';
import type { Services } from '../../src/server/services.ts';
import type { ViewerNamespace, ViewerSocket } from './live.ts';
import { SOCKETS } from './timing.ts';

export interface Presence {
  enter(socket: ViewerSocket, runId: string): void;
  leave(socket: ViewerSocket, runId: string): void;
  leaveAll(socket: ViewerSocket): void;
  /** Some process has other watchers of this run. */
  changed(runId: string): void;
  changedAll(): void;
  stop(): Promise<void>;
}

/**
 * Who watches which run (E5). This process keeps its own watchers in the database, so each process can tell its viewers
 * of everyone's; several tabs of one person are one watcher.
 */
export function createPresence(
  viewers: ViewerNamespace,
  { db, log }: Services,
  room: (runId: string) => string,
): Presence {
  const processId = randomUUID();
  const here = new Map<string, Map<ViewerSocket, string>>();
  const report = (error: unknown) => log.error({ err: error }, 'presence could not be told');
  /** Comings and goings are written one after the other, each as it is at that moment. */
  let turns: Promise<unknown> = Promise.resolve();
  const inTurn = (work: () => Promise<unknown>) => {
    turns = turns.then(work).catch(report);
  };
  const write = (runId: string) =>
    inTurn(() => setWatchers(db, processId, runId, [...new Set(here.get(runId)?.values())]));

  const leave = (socket: ViewerSocket, runId: string): void => {
    const sockets = here.get(runId);
    if (!sockets?.delete(socket)) return;
    if (sockets.size === 0) here.delete(runId);
    write(runId);
  };
  const tell = async (runId: string, to: Pick<ViewerNamespace, 'emit'>): Promise<void> => {
    to.emit(LIVE.watchers, { runId, people: await watchersOf(db, runId) });
  };
  const keep = setInterval(() => inTurn(() => keepWatchers(db, processId)), SOCKETS.presenceEvery);
  const changed = (runId: string): void => {
    if (here.has(runId)) tell(runId, viewers.to(room(runId))).catch(report);
  };

  return {
    enter(socket, runId) {
      const sockets = here.get(runId) ?? new Map<ViewerSocket, string>();
      here.set(runId, sockets.set(socket, socket.data.person.id));
      write(runId);
      // whoever opens a second tab is no news to the others
      inTurn(async () => {
        if (here.get(runId)?.has(socket)) socket.emit(LIVE.watchers, { runId, people: await watchersOf(db, runId) });
      });
    },
    leave,
    leaveAll(socket) {
      for (const runId of [...here.keys()]) leave(socket, runId);
    },
    changed,
    changedAll() {
      for (const runId of here.keys()) changed(runId);
    },
    async stop() {
      clearInterval(keep);
      here.clear();
      inTurn(() => clearWatchers(db, processId));
      await turns;
    },
  };
}
