import {
  type JoinReply,
  LIVE,
  LIVE_NAMESPACE,
  type LogEntry,
  type ServerToViewer,
  type ViewerToServer,
} from '@combogan/contracts';
import { io, type Socket } from 'socket.io-client';

export interface Viewer {
  /** Every entry it was given after `from`, in the order of arrival. */
  entries: LogEntry[];
  from: number;
  /** Anything it was given that does not follow what it holds. */
  faults: string[];
  last(): number;
  holds(seq: number): Promise<void>;
  close(): void;
}

/** Watches like a page: joins with what it holds, drops nothing by itself, and comes back whenever the line breaks. */
export function startViewer(url: string, cookie: string, runId: string): Viewer {
  const socket: Socket<ServerToViewer, ViewerToServer> = io(url + LIVE_NAMESPACE, {
    transports: ['websocket'],
    extraHeaders: { cookie },
    reconnectionDelay: 10,
    reconnectionDelayMax: 100,
    forceNew: true,
  });
  let notify = () => {};
  const viewer: Viewer = {
    entries: [],
    from: 0,
    faults: [],
    last: () => viewer.entries.at(-1)?.seq ?? viewer.from,
    holds: (seq) =>
      new Promise((resolve) => {
        notify = () => {
          if (viewer.last() >= seq) resolve();
        };
        notify();
      }),
    close: () => socket.close(),
  };
  const take = (entries: LogEntry[]) => {
    for (const entry of entries) {
      if (entry.seq !== viewer.last() + 1) viewer.faults.push(`${entry.seq} after ${viewer.last()}`);
      viewer.entries.push(entry);
    }
    notify();
  };
  socket.on('connect', () => {
    socket.emit(LIVE.join, { runId, after: viewer.last() }, (reply: JoinReply) => {
      if (reply.kind === 'entries') take(reply.entries);
      else if (reply.kind === 'refused') socket.disconnect().connect();
      else {
        // far behind: what the snapshot stands for is not asked for again
        viewer.entries = [];
        viewer.from = reply.seq;
        notify();
      }
    });
  });
  socket.on(LIVE.entries, ({ entries }) => take(entries));
  return viewer;
}
