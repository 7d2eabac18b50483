import { randomUUID } from 'node:crypto';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { CLIENT_ADDRESS, clientAddress } from '../src/server/client-address.ts';
import type { Logger } from '../src/server/log.ts';
import { keepBodyLength } from './body-length.ts';
import { secure } from './headers.ts';

export type Handler = (request: IncomingMessage, response: ServerResponse) => Promise<void>;

/** A checkpoint of many domains over a slow line takes this long; Node's own limit is five minutes. */
const REQUEST_WITHIN = 60 * 60 * 1000;

/** Asked by machines every few seconds: not worth a line each. */
const PROBES = ['/healthz', '/readyz', '/metrics'];

export interface Answered {
  method: string;
  path: string;
  status: number;
  seconds: number;
}

export interface HttpOptions {
  log: Logger;
  trustProxy: boolean;
  observe?(answered: Answered): void;
}

/** The HTTP server in front of Next: names each request, tells routes the client's address, sets headers, logs. */
export function createHttp(handler: Handler, { log, trustProxy, observe }: HttpOptions): Server {
  const server = createServer({ requestTimeout: REQUEST_WITHIN, keepAliveTimeout: 30_000 }, (request, response) => {
    const started = performance.now();
    const id = randomUUID();
    const path = (request.url ?? '/').split('?', 1)[0] ?? '/';
    request.headers['x-request-id'] = id;
    request.headers[CLIENT_ADDRESS] = clientAddress(request, trustProxy);
    response.setHeader('x-request-id', id);
    secure(request, response, path);
    keepBodyLength(response);
    // the query is left out, for the set-up link carries its token there, and so is an invite's
    const told = path.replace(/^\/join\/.+/, '/join/[hidden]');
    response.on('close', () => {
      const ms = performance.now() - started;
      const { method = '' } = request;
      const { statusCode: status } = response;
      const level = path.startsWith('/_next/') || PROBES.includes(path) ? 'debug' : 'info';
      log[level]({ requestId: id, method, path: told, status, ms: Math.round(ms) }, 'request');
      observe?.({ method, path, status, seconds: ms / 1000 });
      // a server that stops waits for open connections, and this one would be kept for a next request
      if (!server.listening) setImmediate(() => server.closeIdleConnections());
    });
    handler(request, response).catch((error: unknown) => {
      log.error({ err: error, requestId: id, path: told }, 'unexpected failure');
      if (!response.headersSent) response.writeHead(500, { 'content-type': 'text/plain' });
      response.end('Something went wrong on the server.');
    });
  });
  return server;
}

/** Resolves with the port. Rejects with an Error that says what to do when the address cannot be had. */
export function listenOn(server: Server, { host, port }: { host: string; port: number }): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) => reject(new Error(explain(error, host, port))));
    server.listen(port, host, () => {
      const address = server.address();
      resolve(typeof address === 'object' && address ? address.port : port);
    });
  });
}

function explain(error: NodeJS.ErrnoException, host: string, port: number): string {
  switch (error.code) {
    case 'EADDRINUSE':
      return `Port ${port} of ${host} is in use. Stop the other program or choose another port: PORT=${port + 1}.`;
    case 'EACCES':
      return `No permission to listen on port ${port}. Choose one above 1023: PORT=3000.`;
    case 'EADDRNOTAVAIL':
    case 'ENOTFOUND':
      return `HOST=${host} is no address of this machine. Use 127.0.0.1, or 0.0.0.0 for every address.`;
    default:
      return `Cannot listen on ${host}:${port}: ${error.message}`;
  }
}
