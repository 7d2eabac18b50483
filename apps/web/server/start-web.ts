import { once } from 'node:events';
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
export type MakeHandler = (at: { host: string; port: number }) => Promise<{ handler: Handler; close(): Promise<void> }>;

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
  const services = await openServices(env, log);
  provideServices(services);
  try {
    const pages = await (options.pages ?? noPages)(env);
    const http = createHttp(pages.handler, { log, trustProxy: env.trustProxy });
    const sockets = await startSockets(http, services);
    const port = await listenOn(http, env).catch(async (error: unknown) => {
      await sockets.close();
      await pages.close();
      throw error;
    });
    const close = async () => {
      const closed = once(http, 'close');
      http.close();
      await sockets.close();
      http.closeIdleConnections();
      const deadline = setTimeout(() => http.closeAllConnections(), FINISH_WITHIN);
      await closed;
      clearTimeout(deadline);
      await pages.close();
      await services.db.close();
    };
    let closing: Promise<void> | undefined;
    return {
      services,
      port,
      close: () => {
        closing ??= close();
        return closing;
      },
    };
  } catch (error) {
    await services.db.close();
    throw error;
  }
}
