import type { Server } from 'node:http';
import type { WebEnv } from '../src/server/env.ts';
import { createLog, type Logger } from '../src/server/log.ts';
import { provideServices, type Services } from '../src/server/services.ts';
import { createHttp, type Handler, listenOn } from './http.ts';
import { openServices } from './open-services.ts';
import { startSockets } from './sockets/start.ts';

export interface WebServer {
  services: Services;
  port: number;
  /** Stops accepting, ends sockets, lets requests finish, closes the database. Safe to call again. */
  close(): Promise<void>;
}

/** What answers HTTP besides the sockets: Next, or nothing in tests of sockets. */
export type MakeHandler = (at: { host: string; port: number }) => Promise<Pages>;

export interface Pages {
  handler: Handler;
  /** The pattern of the page or route at that address. */
  routeOf?(path: string): string;
  close(): Promise<void>;
}

const noPages: MakeHandler = async () => ({
  handler: async (_request, response) => {
    response.writeHead(404).end();
  },
  close: async () => {},
});

/** Requests under way get so long to finish when the server stops. */
const FINISH_WITHIN = 10_000;

/**
 * Starts the web server: database, storage, HTTP and sockets. Throws an Error with a message for the person who starts
 * it; then nothing stays open.
 */
export async function startWeb(env: WebEnv, options: { pages?: MakeHandler; log?: Logger } = {}): Promise<WebServer> {
  const log = options.log ?? createLog(env.logLevel);
  /** What has been opened, and how it is closed: last first. */
  const opened: (() => Promise<void>)[] = [];
  const closeAll = async () => {
    for (const close of opened.splice(0).reverse()) await close();
  };
  try {
    const services = await openServices(env, log);
    opened.push(() => services.db.close());
    provideServices(services);
    const pages = await (options.pages ?? noPages)(env);
    opened.push(() => pages.close());
    const http = createHttp(pages.handler, {
      log,
      trustProxy: env.trustProxy,
      observe: ({ path, ...of }) => services.metrics.request({ ...of, route: pages.routeOf?.(path) ?? 'unknown' }),
    });
    opened.push(() => requestsFinished(http));
    const sockets = await startSockets(http, services);
    opened.push(() => sockets.close());
    const port = await listenOn(http, env);
    opened.push(async () => void http.close());
    services.readiness.phase = 'ready';
    let closing: Promise<void> | undefined;
    return {
      services,
      port,
      close: () => {
        services.readiness.phase = 'stopping';
        closing ??= closeAll();
        return closing;
      },
    };
  } catch (error) {
    await closeAll();
    throw error;
  }
}

/** Resolves when every connection of the closing server has ended: requests are answered, or have had their time. */
async function requestsFinished(http: Server): Promise<void> {
  const deadline = setTimeout(() => http.closeAllConnections(), FINISH_WITHIN);
  // closing once more does no harm, and tells when it is done
  await new Promise<void>((resolve) => http.close(() => resolve()));
  clearTimeout(deadline);
}
