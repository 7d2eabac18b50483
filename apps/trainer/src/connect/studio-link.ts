import {
  type Ack,
  type ApiError,
  ApiError as ApiErrorSchema,
  type AskedChange,
  CommandMessage,
  type EventsMessage,
  type HeartbeatMessage,
  parseInput,
  RunAssignment,
  type ServerToTrainer,
  TRAINER,
  TRAINER_NAMESPACE,
  type TrainerHello,
  type TrainerToServer,
  type TransitionMessage,
  TuneMessage,
} from '@combogan/contracts';
import { io, type Socket } from 'socket.io-client';
import type { z } from 'zod';
import { Refused } from './refusal.ts';
import { CONNECT_TIMING } from './timing.ts';

export interface LinkOptions {
  /** Address of the studio. */
  url: string;
  token: string;
  /** What the trainer says of itself at each new connection. */
  hello: () => TrainerHello;
}

/** What a trainer hears from the studio. */
export interface LinkListener {
  connected(): void;
  /** The line is down; it comes back by itself. */
  disconnected(reason: string): void;
  /** The studio does not let this trainer in, and trying again would not help. */
  rejected(reason: string): void;
  /** There may be work. */
  wake(): void;
  command(message: CommandMessage): void;
  tune(message: TuneMessage): void;
}

/** Answers to a handshake after which a new try would get the same one. */
const FINAL: readonly ApiError['code'][] = ['unauthenticated', 'forbidden', 'invalid', 'conflict', 'unsupported'];

/** The trainer's line to the studio: one outbound Socket.IO connection that reconnects for ever. */
export class StudioLink {
  readonly #socket: Socket<ServerToTrainer, TrainerToServer>;

  constructor({ url, token, hello }: LinkOptions, listener: LinkListener) {
    this.#socket = io(new URL(TRAINER_NAMESPACE, url).href, {
      autoConnect: false,
      transports: ['websocket', 'polling'],
      tryAllTransports: true,
      auth: (send) => send({ token, hello: hello() }),
      reconnectionDelay: CONNECT_TIMING.retryFirst,
      reconnectionDelayMax: CONNECT_TIMING.retryMost,
      randomizationFactor: 0.5,
    });
    this.#socket.on('connect', () => listener.connected());
    this.#socket.on('disconnect', (reason) => {
      if (reason === 'io client disconnect') return;
      if (reason === 'io server disconnect')
        listener.rejected('the studio ended this connection: another trainer has connected with the same token');
      else listener.disconnected(reason);
    });
    this.#socket.on('connect_error', (error) => {
      const refusal = ApiErrorSchema.safeParse('data' in error ? error.data : undefined).data;
      if (refusal && FINAL.includes(refusal.code)) return listener.rejected(refusal.message);
      listener.disconnected(refusal?.message ?? error.message);
      // After the server's own refusal Socket.IO does not try again by itself.
      if (!this.#socket.active) setTimeout(() => this.#socket.connect(), CONNECT_TIMING.retryMost);
    });
    this.#socket.on(TRAINER.wake, () => listener.wake());
    this.#socket.on(TRAINER.tune, (message) => listener.tune(parseInput(TuneMessage, message)));
    this.#socket.on(TRAINER.command, (message) => listener.command(parseInput(CommandMessage, message)));
  }

  get connected(): boolean {
    return this.#socket.connected;
  }

  connect(): void {
    this.#socket.connect();
  }

  close(): void {
    this.#socket.disconnect();
  }

  /** The next run of the queue, or null. */
  async claim(): Promise<RunAssignment | null> {
    const { assignment } = await this.#answered((socket) => socket.emitWithAck(TRAINER.claim));
    return assignment === null ? null : parseInput(RunAssignment, assignment);
  }

  /** Extends the lease; returns a command and changes that wait for this trainer. */
  async heartbeat(
    message: z.infer<typeof HeartbeatMessage>,
  ): Promise<{ command: CommandMessage['kind'] | null; pendingChanges: AskedChange[] }> {
    return this.#answered((socket) => socket.emitWithAck(TRAINER.heartbeat, message));
  }

  /** Hands over log events; returns the seq of the last one stored. */
  async events(message: z.infer<typeof EventsMessage>): Promise<number> {
    const { trainerSeq } = await this.#answered((socket) => socket.emitWithAck(TRAINER.events, message));
    return trainerSeq;
  }

  /** Reports that a run began or ended. */
  async transition(message: z.infer<typeof TransitionMessage>): Promise<void> {
    await this.#answered((socket) => socket.emitWithAck(TRAINER.transition, message));
  }

  /** Throws Refused when the studio says no, another error when it did not answer. */
  async #answered<T extends object>(
    send: (socket: ReturnType<Socket<ServerToTrainer, TrainerToServer>['timeout']>) => Promise<Ack<T>>,
  ): Promise<T> {
    // Otherwise Socket.IO would keep the message and send it at some later time.
    if (!this.#socket.connected) throw new Error('not connected to the studio');
    const answer = await send(this.#socket.timeout(CONNECT_TIMING.acknowledgeWithin));
    if (!answer.ok) throw new Refused(answer.error);
    return answer;
  }
}
