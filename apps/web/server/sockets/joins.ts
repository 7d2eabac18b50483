import { CATCH_UP_MAX, type JoinReply, type JoinRequest, LIVE, StudioError } from '@combogan/contracts';
import { entriesAfter, runSnapshot } from '@combogan/db';
import type { Services } from '../../src/server/services.ts';
import type { ViewerNamespace, ViewerSocket } from './live.ts';
import { createRunChannel, type RunChannel } from './run-channel.ts';

/** Buckets of the first chart, of all series together: what a thousand iterations of two domains hold. */
const SNAPSHOT_CELLS = 10_000;

type Answer = Exclude<JoinReply, { kind: 'refused' }>;

export interface Joins {
  /**
   * Once `admitted`, answers with what the viewer misses and lets it hear the log grow. A join is void, and rejects,
   * when the viewer leaves or joins again before it is answered.
   */
  join(
    socket: ViewerSocket,
    request: JoinRequest,
    reply: (answer: JoinReply) => void,
    admitted: Promise<unknown>,
  ): Promise<void>;
  leave(socket: ViewerSocket, runId: string): void;
  leaveAll(socket: ViewerSocket): void;
  changed(runId: string): void;
  changedAll(): void;
  room(runId: string): string;
  /** Runs that someone watches. */
  watched(): Iterable<string>;
}

/** Who watches which run, and the one channel per watched run that feeds them. */
export function createJoins(viewers: ViewerNamespace, { db, log, metrics }: Services): Joins {
  /** A channel lives as long as someone watches or is about to. */
  const channels = new Map<string, { channel: RunChannel; watchers: Set<symbol> }>();
  /** Each viewer's current joins by run: a join that was replaced or left no longer finds its own mark here. */
  const current = new Map<ViewerSocket, Map<string, symbol>>();
  const room = (runId: string): string => `run:${runId}`;

  const open = (runId: string, mark: symbol): RunChannel => {
    let entry = channels.get(runId);
    if (!entry) {
      const channel = createRunChannel({
        read: (after, limit) => entriesAfter(db, runId, after, limit),
        broadcast: (entries) => {
          viewers.to(room(runId)).emit(LIVE.entries, { runId, entries });
          const [oldest] = entries;
          if (oldest) metrics.broadcast((Date.now() - Date.parse(oldest.at)) / 1000);
        },
        report: (error) => log.error({ err: error, runId }, 'the log could not be broadcast'),
      });
      entry = { channel, watchers: new Set() };
      channels.set(runId, entry);
    }
    entry.watchers.add(mark);
    return entry.channel;
  };

  const leave = (socket: ViewerSocket, runId: string): void => {
    const mark = current.get(socket)?.get(runId);
    if (!mark) return;
    current.get(socket)?.delete(runId);
    socket.leave(room(runId));
    const entry = channels.get(runId);
    entry?.watchers.delete(mark);
    if (entry?.watchers.size === 0) channels.delete(runId);
  };

  const answerTo = async ({ runId, after }: JoinRequest): Promise<Answer> => {
    const run = await db.prisma.run.findUnique({ where: { id: runId }, select: { seq: true } });
    if (!run) throw new StudioError('not_found', 'There is no such run.');
    // a position beyond the log's end comes from another database
    if (after === null || after > run.seq || run.seq - after > CATCH_UP_MAX)
      return { kind: 'snapshot', ...(await runSnapshot(db, runId, { cells: SNAPSHOT_CELLS })) };
    const entries = await entriesAfter(db, runId, after, CATCH_UP_MAX);
    return { kind: 'entries', seq: entries.at(-1)?.seq ?? after, entries };
  };

  return {
    room,
    leave,
    async join(socket, request, reply, admitted) {
      const { runId } = request;
      leave(socket, runId);
      const mark = Symbol(runId);
      const marks = current.get(socket) ?? new Map<string, symbol>();
      current.set(socket, marks.set(runId, mark));
      // opened before reading: what is appended from here on is noticed
      const channel = open(runId, mark);
      try {
        await admitted;
        const answer = await answerTo(request);
        await channel.enter(answer.seq, (missed) => {
          if (marks.get(runId) !== mark)
            throw new StudioError('conflict', 'The viewer left or joined again meanwhile.');
          reply(answer);
          if (missed.length > 0) socket.emit(LIVE.entries, { runId, entries: missed });
          socket.join(room(runId));
        });
      } catch (error) {
        if (marks.get(runId) === mark) leave(socket, runId);
        throw error;
      }
    },
    leaveAll(socket) {
      for (const runId of [...(current.get(socket)?.keys() ?? [])]) leave(socket, runId);
      current.delete(socket);
    },
    watched: () => channels.keys(),
    changed: (runId) => channels.get(runId)?.channel.changed(),
    changedAll() {
      for (const { channel } of channels.values()) channel.changed();
    },
  };
}
