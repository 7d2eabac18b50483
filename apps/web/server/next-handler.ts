import { createServer } from 'node:http';
import { fileURLToPath } from 'node:url';
import next from 'next';
import { readRoutes } from './route-patterns.ts';
import type { Pages } from './start-web.ts';

/** Next with what `next build` made, answering pages and routes. */
export async function createNext({ host, port }: { host: string; port: number }): Promise<Pages> {
  const dir = fileURLToPath(new URL('..', import.meta.url));
  const app = next({
    dev: false,
    dir,
    hostname: host,
    port,
    // Next would listen for socket upgrades on the server it finds, and they are Socket.IO's: it gets one of its own
    httpServer: createServer(),
  });
  await app.prepare();
  return { handler: app.getRequestHandler(), routeOf: await readRoutes(dir), close: () => app.close() };
}
