/** Many viewers of one run in a process of their own: tells how long each entry took from the trainer to each of them. */
import { createInterface } from 'node:readline';
import { LIVE, LIVE_NAMESPACE, type LogEntry, type ServerToViewer, type ViewerToServer } from '@combogan/contracts';
import { io, type Socket } from 'socket.io-client';

const [url = '', cookie = '', runId = '', count = '1'] = process.argv.slice(2);

/** Comparable between processes of one machine. */
const now = () => performance.timeOrigin + performance.now();

let measuring = false;
const latencies: number[] = [];
const viewers: { last: number; gaps: number; socket: Socket<ServerToViewer, ViewerToServer> }[] = [];

const join = (): Promise<void> =>
  new Promise((resolve, reject) => {
    const socket: Socket<ServerToViewer, ViewerToServer> = io(url + LIVE_NAMESPACE, {
      transports: ['websocket'],
      extraHeaders: { cookie },
      forceNew: true,
    });
    const viewer = { last: 0, gaps: 0, socket };
    viewers.push(viewer);
    const take = (entries: LogEntry[], live: boolean) => {
      const at = now();
      for (const { seq, event } of entries) {
        if (seq !== viewer.last + 1) viewer.gaps += 1;
        viewer.last = seq;
        // a record of this benchmark carries the moment it was emitted
        if (live && measuring && event.kind === 'iterations')
          for (const { ms } of event.records) latencies.push(at - ms);
      }
    };
    socket.once('connect_error', reject);
    socket.once('connect', () =>
      socket.emit(LIVE.join, { runId, after: 0 }, (reply) => {
        if (reply.kind === 'refused') return reject(new Error(reply.error.message));
        if (reply.kind === 'entries') take(reply.entries, false);
        else viewer.last = reply.seq;
        resolve();
      }),
    );
    socket.on(LIVE.entries, ({ entries }) => take(entries, true));
  });

const say = (value: object) => process.stdout.write(`${JSON.stringify(value)}\n`);
for (let n = 0; n < Number(count); n += 10)
  await Promise.all(Array.from({ length: Math.min(10, Number(count) - n) }, join));
say({ joined: viewers.length });

for await (const line of createInterface({ input: process.stdin })) {
  if (line === 'measure') measuring = true;
  else {
    const end = Number(line);
    while (viewers.some(({ last }) => last < end)) await new Promise((resolve) => setTimeout(resolve, 20));
    latencies.sort((a, b) => a - b);
    const at = (share: number) => latencies[Math.min(latencies.length - 1, Math.floor(latencies.length * share))] ?? 0;
    say({
      receipts: latencies.length,
      p50: at(0.5),
      p95: at(0.95),
      p99: at(0.99),
      max: at(1),
      gaps: viewers.reduce((sum, { gaps }) => sum + gaps, 0),
    });
    process.exit(0);
  }
}
