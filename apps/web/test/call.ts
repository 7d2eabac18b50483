import type { RouteHandler } from '../src/server/route.ts';
import { PUBLIC_URL } from './studio.ts';

export interface CallOptions {
  method?: string;
  path?: string;
  params?: Record<string, string | string[]>;
  cookie?: string;
  token?: string;
  headers?: Record<string, string>;
  /** Sent as JSON. */
  json?: unknown;
  /** Sent as it is. */
  body?: Uint8Array | ReadableStream<Uint8Array>;
}

/** Calls a route handler as Next would. */
export function call(handler: RouteHandler, options: CallOptions = {}): Promise<Response> {
  const headers = new Headers({ host: new URL(PUBLIC_URL).host, ...options.headers });
  if (options.cookie) headers.set('cookie', options.cookie);
  if (options.token) headers.set('authorization', `Bearer ${options.token}`);
  const body = options.json === undefined ? options.body : JSON.stringify(options.json);
  const init: RequestInit & { duplex: 'half' } = {
    method: options.method ?? (body === undefined ? 'GET' : 'POST'),
    headers,
    body: body as BodyInit | undefined,
    duplex: 'half',
  };
  const request = new Request(`${PUBLIC_URL}${options.path ?? '/'}`, init);
  return handler(request, { params: Promise.resolve(options.params ?? {}) });
}
