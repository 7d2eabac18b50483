import {
  type JoinReply,
  LIVE,
  LIVE_NAMESPACE,
  type LogEntry,
  PROTOCOL_VERSION,
  type ServerToTrainer,
  type ServerToViewer,
  TRAINER_NAMESPACE,
  type TrainerHello,
  type TrainerToServer,
  type ViewerToServer,
} from '@combogan/contracts';
import { io, type ManagerOptions, type Socket } from 'socket.io-client';

export type TrainerClient = Socket<ServerToTrainer, TrainerToServer>;
export type ViewerClient = Socket<ServerToViewer, ViewerToServer>;

const HELLO: TrainerHello = { protocol: PROTOCOL_VERSION, engine: 'compiled (cpu)', device: 'a test', flops: null };
const OPTIONS = { transports: ['websocket'], reconnection: false, forceNew: true };

/** A trainer's connection, once it is let in. Rejects with the server's refusal. */
export const connectTrainer = (url: string, token: string, hello: Partial<TrainerHello> = {}): Promise<TrainerClient> =>
  connected(io(url + TRAINER_NAMESPACE, { ...OPTIONS, auth: { token, hello: { ...HELLO, ...hello } } }));

/** A viewer's connection, once it is let in. Rejects with the server's refusal. */
export const connectViewer = (
  url: string,
  headers: Record<string, string>,
  options: Partial<ManagerOptions> = {},
): Promise<ViewerClient> => connected(io(url + LIVE_NAMESPACE, { ...OPTIONS, extraHeaders: headers, ...options }));

function connected<S extends Socket>(socket: S): Promise<S> {
  return new Promise((resolve, reject) => {
    const refused = (error: Error) => {
      socket.close();
      reject(error);
    };
    socket.once('connect', () => {
      // from now on a broken line may come back
      socket.off('connect_error', refused);
      resolve(socket);
    });
    socket.once('connect_error', refused);
  });
}

/** What a viewer holds of one run: a snapshot stands for every entry up to its seq. */
export interface Watched {
  /** Every seq it was sent after `from`, in the order of arrival. */
  seqs: number[];
  from: number;
  join(after: number | null): Promise<JoinReply>;
  /** Resolves when it holds entry `seq`. */
  holds(seq: number): Promise<void>;
}

export function watch(viewer: ViewerClient, runId: string): Watched {
  let notify = () => {};
  const watched: Watched = {
    seqs: [],
    from: 0,
    // taken in the acknowledgement itself: a promise would let entries of the same packet overtake it
    join: (after) =>
      new Promise((resolve) => {
        viewer.emit(LIVE.join, { runId, after }, (reply) => {
          if (reply.kind === 'snapshot') {
            watched.seqs = [];
            watched.from = reply.seq;
          } else if (reply.kind === 'entries') take(reply.entries);
          notify();
          resolve(reply);
        });
      }),
    holds: (seq) =>
      new Promise((resolve) => {
        notify = () => {
          if ((watched.seqs.at(-1) ?? watched.from) >= seq) resolve();
        };
        notify();
      }),
  };
  const take = (entries: LogEntry[]) => watched.seqs.push(...entries.map((entry) => entry.seq));
  viewer.on(LIVE.entries, (message) => {
    if (message.runId !== runId) return;
    take(message.entries);
    notify();
  });
  return watched;
}
