import { createServer } from 'node:http';
import { fileURLToPath } from 'node:url';
import next from 'next';
import type { Handler } from './http.ts';

/** Next with what `next build` made, answering pages and routes. */
export async function createNext({ host, port }: { host: string; port: number }): Promise<{
  handler: Handler;
  close(): Promise<void>;
}> {
  const app = next({
    dev: false,
    dir: fileURLToPath(new URL('..', import.meta.url)),
    hostname: host,
    port,
    // Next would listen for socket upgrades on the server it finds, and they are Socket.IO's: it gets one of its own
    httpServer: createServer(),
  });
  await app.prepare();
  return { handler: app.getRequestHandler(), close: () => app.close() };
}
