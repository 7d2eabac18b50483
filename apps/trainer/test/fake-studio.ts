import { createHash, randomUUID } from 'node:crypto';
import { EventEmitter, on } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { buffer } from 'node:stream/consumers';
import {
  type ApiError,
  ArtifactKind,
  type CommandMessage,
  type ConfigChanges,
  EventsMessage,
  HeartbeatMessage,
  RunAssignment,
  type RunConfig,
  type ServerToTrainer,
  TRAINER,
  TRAINER_NAMESPACE,
  TrainerAuth,
  type TrainerEvent,
  type TrainerHello,
  type TrainerToServer,
  TransitionMessage,
} from '@combogan/contracts';
import { Server } from 'socket.io';
import type { z } from 'zod';
import { sha256 } from '../src/files/hash.ts';

type Transition = z.infer<typeof TransitionMessage>;

/** A run as the fake studio keeps it. */
export interface FakeRun {
  assignment: RunAssignment;
  /** Events stored, in order; event n has seq n + 1. */
  events: TrainerEvent[];
  transitions: Transition[];
  artifacts: Map<string, { kind: string; bytes: Buffer }>;
  command: CommandMessage['kind'] | null;
  /** After it every write of the attempt is refused. */
  lost: boolean;
}

const TOKEN = 'a-token-of-a-trainer';
const refuse = (code: ApiError['code'], message: string): { ok: false; error: ApiError } => ({
  ok: false,
  error: { code, message },
});

/**
 * The studio's side of the trainer protocol in memory, strict where the real one is: contracts are parsed, gaps and
 * stale tokens refused. It can lose acknowledgements and cut the line.
 */
export class FakeStudio {
  readonly token = TOKEN;
  readonly runs: FakeRun[] = [];
  readonly hellos: TrainerHello[] = [];
  readonly images = new Map<string, Buffer>();
  imageRequests = 0;
  /** First byte of each request for a checkpoint. */
  readonly checkpointRequests: number[] = [];
  /** Chance that an events message is stored but never acknowledged and the line is cut. */
  cutChance = 0;
  readonly #changed = new EventEmitter();
  readonly #http = createServer((request, response) => void this.#answer(request, response));
  readonly #io = new Server<TrainerToServer, ServerToTrainer>(this.#http);
  #queue: FakeRun[] = [];

  constructor() {
    const trainers = this.#io.of(TRAINER_NAMESPACE);
    trainers.use((socket, next) => {
      const auth = TrainerAuth.parse(socket.handshake.auth);
      this.hellos.push(auth.hello);
      if (auth.token === TOKEN) next();
      else {
        const data: ApiError = { code: 'unauthenticated', message: 'This trainer token is not known here.' };
        next(Object.assign(new Error(data.message), { data }));
      }
    });
    trainers.on('connection', (socket) => {
      const held = (runId: string, token: string): FakeRun | undefined =>
        this.runs.find(
          ({ assignment, lost }) => !lost && assignment.runId === runId && assignment.attemptToken === token,
        );
      const gone = refuse('conflict', 'This attempt lost its lease.');
      socket.on(TRAINER.claim, (reply) => reply({ ok: true, assignment: this.#queue.shift()?.assignment ?? null }));
      socket.on(TRAINER.heartbeat, (message, reply) => {
        const { runId, attemptToken } = HeartbeatMessage.parse(message);
        const run = held(runId, attemptToken);
        reply(run ? { ok: true, command: run.command, pendingChanges: run.assignment.pendingChanges } : gone);
      });
      socket.on(TRAINER.events, (message, reply) => {
        const { runId, attemptToken, events } = EventsMessage.parse(message);
        const run = held(runId, attemptToken);
        if (!run) return reply(gone);
        for (const { seq, event } of events) {
          if (seq <= run.events.length) continue;
          if (seq !== run.events.length + 1)
            return reply(refuse('conflict', `event ${run.events.length + 1} is missing`));
          run.events.push(event);
        }
        this.#changed.emit('change');
        if (Math.random() < this.cutChance) socket.conn.close();
        else reply({ ok: true, trainerSeq: run.events.length });
      });
      socket.on(TRAINER.transition, (message, reply) => {
        const transition = TransitionMessage.parse(message);
        const run = held(transition.runId, transition.attemptToken);
        if (!run) return reply(gone);
        if (run.transitions.at(-1)?.to !== transition.to) run.transitions.push(transition);
        this.#changed.emit('change');
        reply({ ok: true });
      });
    });
  }

  get url(): string {
    return `http://127.0.0.1:${(this.#http.address() as AddressInfo).port}`;
  }

  async listen(): Promise<void> {
    await new Promise<void>((resolve) => this.#http.listen(0, '127.0.0.1', resolve));
  }

  async close(): Promise<void> {
    await this.#io.close();
  }

  /** Queues a run of these domains' images and wakes the trainers. */
  addRun(config: RunConfig, domains: Record<string, Buffer[]>, changes: RunAssignment['changes'] = []): FakeRun {
    const assignment = RunAssignment.parse({
      runId: randomUUID(),
      name: 'a run',
      attemptToken: randomUUID(),
      config,
      trainerSeq: 0,
      checkpoint: null,
      stored: { iteration: 0, sample: null },
      changes,
      pendingChanges: [],
      domains: Object.entries(domains).map(([key, files]) => {
        const images = files.map((bytes) => ({ sha256: sha256(bytes), bytes: bytes.byteLength }));
        for (const bytes of files) this.images.set(sha256(bytes), bytes);
        return { key, name: key, versionHash: sha256(key), train: images.slice(1), probes: images.slice(0, 1) };
      }),
    });
    const run = { assignment, events: [], transitions: [], artifacts: new Map(), command: null, lost: false };
    this.runs.push(run);
    this.#queue.push(run);
    this.#io.of(TRAINER_NAMESPACE).emit(TRAINER.wake);
    return run;
  }

  /** Puts a run back into the queue as the real studio does: the next attempt is told what is stored. */
  requeue(run: FakeRun): void {
    const checkpoint = run.events.findLast((event) => event.kind === 'checkpoint');
    const sample = run.events.findLast((event) => event.kind === 'sample');
    run.assignment = RunAssignment.parse({
      ...run.assignment,
      attemptToken: randomUUID(),
      trainerSeq: run.events.length,
      checkpoint: checkpoint?.kind === 'checkpoint' ? checkpoint : null,
      stored: {
        iteration: iterationsOf(run).at(-1) ?? 0,
        sample: sample?.kind === 'sample' ? sample.sheet.iteration : null,
      },
    });
    run.lost = false;
    run.command = null;
    this.#queue.push(run);
    this.#io.of(TRAINER_NAMESPACE).emit(TRAINER.wake);
  }

  tune(run: FakeRun, changes: ConfigChanges): void {
    const { runId, pendingChanges } = run.assignment;
    pendingChanges.push({ number: pendingChanges.length + 1, changes });
    this.#io.of(TRAINER_NAMESPACE).emit(TRAINER.tune, { runId, pendingChanges });
  }

  command(run: FakeRun, kind: CommandMessage['kind']): void {
    run.command = kind;
    this.#io.of(TRAINER_NAMESPACE).emit(TRAINER.command, { runId: run.assignment.runId, kind });
  }

  /** Cuts every line without a word, as a broken network does. */
  cut(): void {
    for (const client of this.#io.sockets.sockets.values()) client.conn.close();
    for (const socket of this.#io.of(TRAINER_NAMESPACE).sockets.values()) socket.conn.close();
  }

  /** Resolves when the condition holds; looks again whenever something was stored. */
  async until(condition: () => boolean): Promise<void> {
    if (condition()) return;
    for await (const _ of on(this.#changed, 'change')) if (condition()) return;
  }

  /** Answers by Range, and breaks off in the middle of the first answer. */
  #sendCheckpoint(run: FakeRun, request: IncomingMessage, response: ServerResponse): void {
    const sha = run.assignment.checkpoint?.sha256 ?? '';
    const bytes = run.artifacts.get(sha)?.bytes ?? Buffer.alloc(0);
    const from = Number(/^bytes=(\d+)-$/.exec(request.headers.range ?? '')?.[1] ?? 0);
    this.checkpointRequests.push(from);
    response.writeHead(from > 0 ? 206 : 200, { etag: `"${sha}"`, 'content-length': bytes.byteLength - from });
    if (from > 0) response.end(bytes.subarray(from));
    else response.write(bytes.subarray(0, bytes.byteLength / 2), () => response.destroy());
  }

  async #answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const url = new URL(request.url ?? '', this.url);
    const answer = (status: number, body: unknown): void => {
      response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
    };
    if (request.headers.authorization !== `Bearer ${TOKEN}`)
      return answer(401, { error: { code: 'unauthenticated', message: 'who are you?' } });
    const [, , , what, id = '', , kind] = url.pathname.split('/');
    if (what === 'images') {
      this.imageRequests++;
      const image = this.images.get(id);
      if (!image) return answer(404, { error: { code: 'not_found', message: 'no such image' } });
      response.end(image);
      return;
    }
    const run = this.runs.find(({ assignment }) => assignment.runId === id);
    if (run && request.method === 'GET') return this.#sendCheckpoint(run, request, response);
    const body = await buffer(request);
    if (!run || run.lost || request.headers['x-attempt-token'] !== run.assignment.attemptToken)
      return answer(409, { error: { code: 'conflict', message: 'This attempt lost its lease.' } });
    const hash = createHash('sha256').update(body).digest('hex');
    if (hash !== request.headers['x-content-sha256'])
      return answer(422, { error: { code: 'invalid', message: 'the hash differs' } });
    run.artifacts.set(hash, { kind: ArtifactKind.parse(kind), bytes: body });
    answer(201, { sha256: hash, bytes: body.byteLength });
  }
}

/** Losses of a run, without the times they took. */
export const lossesOf = ({ events }: FakeRun) =>
  events.flatMap((event) => (event.kind === 'iterations' ? event.records.map(({ ms: _, ...record }) => record) : []));

/** Every iteration that a run's events hold, in order. */
export const iterationsOf = ({ events }: FakeRun): number[] =>
  events.flatMap((event) => (event.kind === 'iterations' ? event.records.map(({ iteration }) => iteration) : []));
