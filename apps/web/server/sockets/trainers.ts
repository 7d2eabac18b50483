import { rm } from 'node:fs/promises';
import {
  type Ack,
  type ApiError,
  EventsMessage,
  HeartbeatMessage,
  PROTOCOL_VERSION,
  parseInput,
  type ServerToTrainer,
  StudioError,
  TRAINER,
  TrainerAuth,
  type TrainerHello,
  type TrainerToServer,
  TransitionMessage,
} from '@combogan/contracts';
import {
  appendEvents,
  authenticateTrainer,
  type Change,
  claimRun,
  heartbeat,
  pendingChanges,
  releaseTrainer,
  trainerSeen,
  transitionRun,
  trimCheckpoints,
} from '@combogan/db';
import type { DefaultEventsMap, Namespace, Socket } from 'socket.io';
import { toApiError } from '../../src/server/errors.ts';
import type { Services } from '../../src/server/services.ts';
import { artifactPath } from '../../src/server/storage.ts';

interface TrainerData {
  id: string;
  name: string;
  hello: TrainerHello;
}
type TrainerNamespace = Namespace<TrainerToServer, ServerToTrainer, DefaultEventsMap, TrainerData>;
type TrainerSocket = Socket<TrainerToServer, ServerToTrainer, DefaultEventsMap, TrainerData>;

/** The namespace of trainers: let in by token, answered by acknowledgement, told of commands and of work. */
export function serveTrainers(
  trainers: TrainerNamespace,
  { db, env, log, metrics }: Services,
): { onChange(change: Change): void; stop(): Promise<void> } {
  const refusal = (error: unknown): ApiError =>
    toApiError(error, (unknown) => log.error({ err: unknown }, 'a trainer could not be served'));
  /** The connection that speaks for each trainer. */
  const speaking = new Map<string, TrainerSocket>();
  /** Comings and goings are written one after the other, each as it is at that moment. */
  let written = Promise.resolve();
  const writePresence = (id: string): Promise<void> => {
    const done = written.then(async () => {
      const socket = speaking.get(id);
      if (socket) await trainerSeen(db, id, socket.data.hello, true);
      else await releaseTrainer(db, id);
    });
    written = done.catch((error: unknown) => void refusal(error));
    return done;
  };

  /** The checkpoint before stays until the new one is a row; then it goes. */
  const forgetOlder = (runId: string): void => {
    trimCheckpoints(db, runId, (sha256) =>
      rm(artifactPath(env.storageDir, 'checkpoint', sha256), { force: true }),
    ).catch((error: unknown) => log.error({ err: error, runId }, 'older checkpoints could not be removed'));
  };

  const tune = async ({ runId, trainerId }: { runId: string; trainerId: string }): Promise<void> => {
    trainers.to(trainerId).emit(TRAINER.tune, { runId, pendingChanges: await pendingChanges(db, runId) });
  };

  trainers.use((socket, next) => {
    welcome(socket).then(
      () => next(),
      (error: unknown) => {
        const data = refusal(error);
        next(Object.assign(new Error(data.message), { data }));
      },
    );
  });

  const welcome = async (socket: TrainerSocket): Promise<void> => {
    const { token, hello } = parseInput(TrainerAuth, socket.handshake.auth);
    if (hello.protocol !== PROTOCOL_VERSION)
      throw new StudioError(
        'conflict',
        `This trainer speaks protocol ${hello.protocol} and the server ${PROTOCOL_VERSION}: update the older one.`,
        { field: 'hello.protocol' },
      );
    Object.assign(socket.data, { ...(await authenticateTrainer(db, token)), hello } satisfies TrainerData);
  };

  trainers.on('connection', (socket) => {
    const { id, name } = socket.data;
    // a line that broke unnoticed leaves an old connection behind; two programs with one token take turns at most once
    speaking.get(id)?.disconnect(true);
    speaking.set(id, socket);
    socket.join(id);
    log.info({ trainer: name }, 'trainer connected');
    const introduced = writePresence(id);
    // whoever needs it reports it
    introduced.catch(() => {});

    /** Answers with what `work` returns, or with why it was refused. A caller that wants no answer gets no service. */
    const answer = async <T extends object>(reply: (answer: Ack<T>) => void, work: () => Promise<T>) => {
      if (typeof reply !== 'function') return;
      try {
        await introduced;
        reply({ ok: true, ...(await work()) });
      } catch (error) {
        reply({ ok: false, error: refusal(error) });
      }
    };
    socket.on(TRAINER.claim, (reply) => answer(reply, async () => ({ assignment: await claimRun(db, id) })));
    socket.on(TRAINER.heartbeat, (message, reply) =>
      answer(reply, () => heartbeat(db, id, parseInput(HeartbeatMessage, message))),
    );
    socket.on(TRAINER.events, (message, reply) =>
      answer(reply, async () => {
        const batch = parseInput(EventsMessage, message);
        const started = performance.now();
        const stored = await appendEvents(db, id, batch);
        metrics.appended({ events: batch.events.length, seconds: (performance.now() - started) / 1000 });
        if (batch.events.some(({ event }) => event.kind === 'checkpoint')) forgetOlder(batch.runId);
        return stored;
      }),
    );
    socket.on(TRAINER.transition, (message, reply) =>
      answer(reply, async () => {
        await transitionRun(db, id, parseInput(TransitionMessage, message));
        return {};
      }),
    );
    socket.on('disconnect', (reason) => {
      if (speaking.get(id) !== socket) return;
      speaking.delete(id);
      log.info({ trainer: name, reason }, 'trainer disconnected');
      writePresence(id).catch(() => {});
    });
  });

  return {
    onChange(change) {
      if (change.kind === 'queue') trainers.emit(TRAINER.wake);
      else if (change.kind === 'command')
        trainers.to(change.trainerId).emit(TRAINER.command, { runId: change.runId, kind: change.command });
      else if (change.kind === 'tune') tune(change).catch((error: unknown) => void refusal(error));
    },
    stop: () => written,
  };
}
