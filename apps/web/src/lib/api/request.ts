import type { z } from 'zod';
import { ApiFailure, errorOf } from './failure.ts';

interface Call {
  method?: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  body?: unknown;
  signal?: AbortSignal;
  /** Let the request outlive the page. */
  keepalive?: boolean;
}

async function send(path: string, { method = 'GET', body, signal, keepalive }: Call): Promise<unknown> {
  const response = await fetch(path, {
    method,
    signal,
    keepalive,
    headers: body === undefined ? undefined : { 'content-type': 'application/json' },
    body: body === undefined ? undefined : JSON.stringify(body),
  });
  const text = await response.text();
  const parsed = parse(text);
  if (response.ok) return parsed;
  const error = errorOf(response.status, parsed);
  if (error.code === 'unauthenticated' && window.location.pathname !== '/sign-in') window.location.assign(signInPath());
  throw new ApiFailure(error);
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** Where to sign in so that one comes back here. */
export const signInPath = (): string =>
  `/sign-in?next=${encodeURIComponent(window.location.pathname + window.location.search)}`;

/** Sends a request and parses the answer by its contract. Throws ApiFailure when it is refused. */
export async function request<T extends z.ZodType>(schema: T, path: string, call: Call = {}): Promise<z.output<T>> {
  return schema.parse(await send(path, call));
}

/** Sends a request whose answer does not matter. Throws ApiFailure when it is refused. */
export async function command(path: string, call: Call): Promise<void> {
  await send(path, call);
}
