import {
  type ApiError,
  JoinRequest,
  LIVE,
  type Person,
  parseInput,
  type ServerToViewer,
  StudioError,
  type ViewerToServer,
} from '@combogan/contracts';
import { type Change, runSummary } from '@combogan/db';
import type { DefaultEventsMap, Namespace, Socket } from 'socket.io';
import { toApiError } from '../../src/server/errors.ts';
import type { Services } from '../../src/server/services.ts';
import { personOf } from '../../src/server/session.ts';
import { coalesce } from './coalesce.ts';
import { createJoins } from './joins.ts';
import { createPresence } from './presence.ts';
import { SOCKETS } from './timing.ts';

interface ViewerData {
  person: Person;
}
export type ViewerNamespace = Namespace<ViewerToServer, ServerToViewer, DefaultEventsMap, ViewerData>;
export type ViewerSocket = Socket<ViewerToServer, ServerToViewer, DefaultEventsMap, ViewerData>;

const LIST_ROOM = 'list';
/** All connections of a person. */
const roomOf = (userId: string): string => `person:${userId}`;

/** The namespace of people who watch. Whoever connects, joins or watches must hold a session at that moment (A2). */
export function serveViewers(
  viewers: ViewerNamespace,
  services: Services,
): { onChange(change: Change): void; stop(): Promise<void> } {
  const { db, log } = services;
  const report = (error: unknown) => log.error({ err: error }, 'a viewer could not be served');
  const refusal = (error: unknown): ApiError => toApiError(error, report);
  const joins = createJoins(viewers, services);
  const presence = createPresence(viewers, services, joins.room);

  const admit = async (socket: ViewerSocket): Promise<Person> => {
    const person = await personOf(services, new Headers({ cookie: socket.handshake.headers.cookie ?? '' }));
    if (!person) throw new StudioError('unauthenticated', 'Sign in first.');
    return person;
  };

  viewers.use((socket, next) => {
    admit(socket).then(
      (person) => {
        socket.data.person = person;
        next();
      },
      (error: unknown) => {
        const data = refusal(error);
        next(Object.assign(new Error(data.message), { data }));
      },
    );
  });

  viewers.on('connection', (socket) => {
    socket.join(roomOf(socket.data.person.id));
    socket.on(LIVE.join, async (request, reply) => {
      if (typeof reply !== 'function') return;
      try {
        const joined = parseInput(JoinRequest, request);
        await joins.join(socket, joined, reply, admit(socket));
        if (socket.connected) presence.enter(socket, joined.runId);
      } catch (error) {
        reply({ kind: 'refused', error: refusal(error) });
      }
    });
    socket.on(LIVE.leave, (request) => {
      const parsed = JoinRequest.pick({ runId: true }).safeParse(request);
      if (!parsed.success) return;
      joins.leave(socket, parsed.data.runId);
      presence.leave(socket, parsed.data.runId);
    });
    socket.on(LIVE.watchList, async (reply) => {
      if (typeof reply !== 'function') return;
      try {
        await admit(socket);
        socket.join(LIST_ROOM);
        reply({ ok: true });
      } catch (error) {
        reply({ ok: false, error: refusal(error) });
      }
    });
    socket.on('disconnect', () => {
      joins.leaveAll(socket);
      presence.leaveAll(socket);
    });
  });

  const summaries = coalesce<string>(SOCKETS.summaryEvery, async (runIds) => {
    for (const runId of runIds) {
      const rooms = [LIST_ROOM, joins.room(runId)];
      if (!rooms.some((room) => viewers.adapter.rooms.has(room))) continue;
      try {
        viewers.to(rooms).emit(LIVE.summary, await runSummary(db, runId));
      } catch (error) {
        report(error);
      }
    }
  });
  const trainers = coalesce<'trainers'>(SOCKETS.summaryEvery, () => viewers.emit(LIVE.trainers));
  const comments = coalesce<string>(SOCKETS.commentsEvery, (runIds) => {
    for (const runId of runIds) viewers.to(joins.room(runId)).emit(LIVE.comments, { runId });
  });
  const queueMoved = async (): Promise<void> => {
    const queued = await db.prisma.run.findMany({ where: { state: 'queued' }, select: { id: true } });
    for (const { id } of queued) summaries.add(id);
  };
  const catchUp = setInterval(() => joins.changedAll(), SOCKETS.catchUpEvery);
  /** Whose session has ended hears nothing any more; whose role has changed is told (A2). */
  const checkSessions = (userId: string | null): void => {
    for (const socket of viewers.sockets.values()) {
      const { person } = socket.data;
      if (userId !== null && person.id !== userId) continue;
      admit(socket).then(
        (now) => {
          socket.data.person = now;
          if (now.role !== person.role) socket.emit(LIVE.person);
        },
        (error: unknown) => {
          if (refusal(error).code === 'unauthenticated') socket.disconnect(true);
        },
      );
    }
  };
  const sessions = setInterval(() => checkSessions(null), SOCKETS.sessionCheckEvery);

  return {
    onChange(change) {
      if (change.kind === 'run') {
        joins.changed(change.runId);
        summaries.add(change.runId);
      } else if (change.kind === 'queue') queueMoved().catch(report);
      else if (change.kind === 'trainers') trainers.add('trainers');
      else if (change.kind === 'person') checkSessions(change.userId);
      else if (change.kind === 'watchers') presence.changed(change.runId);
      else if (change.kind === 'comments') comments.add(change.runId);
      else if (change.kind === 'notifications') viewers.to(roomOf(change.userId)).emit(LIVE.notifications);
      else if (change.kind === 'resync') {
        checkSessions(null);
        presence.changedAll();
        for (const runId of joins.watched()) comments.add(runId);
        viewers.emit(LIVE.notifications);
      }
    },
    async stop() {
      clearInterval(catchUp);
      clearInterval(sessions);
      summaries.stop();
      trainers.stop();
      comments.stop();
      await presence.stop();
    },
  };
}
