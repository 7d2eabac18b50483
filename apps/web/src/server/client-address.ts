import type { IncomingMessage } from 'node:http';

/**
 * Request header in which the HTTP server tells routes where a request comes from. Whatever a client sends under this
 * name is replaced.
 */
export const CLIENT_ADDRESS = 'x-client-address';

/** The address of the client: the connection's, or behind a trusted proxy the one that the proxy added last. */
export function clientAddress(request: IncomingMessage, trustProxy: boolean): string {
  const forwarded = trustProxy ? String(request.headers['x-forwarded-for'] ?? '') : '';
  return forwarded.split(',').at(-1)?.trim() || request.socket.remoteAddress || 'unknown';
}

/** What attempts are counted by. */
export const attemptKey = (headers: Headers): string => headers.get(CLIENT_ADDRESS) ?? 'unknown';
