import { ErrorBody, StudioError } from '@combogan/contracts';
import type { z } from 'zod';

/** A request that got no answer, or one that is not the studio's, is tried so often when it changes nothing. */
const TRIES = 5;
const WAIT = { first: 200, most: 3_000 };

export interface Connection {
  url: string;
  token: string;
}

interface Call {
  method?: 'GET' | 'POST' | 'PATCH' | 'DELETE';
  headers?: Record<string, string>;
  json?: unknown;
  /** A file, read anew for each try. */
  body?: () => Promise<Blob>;
}

/** Sends a request with the token. Throws the StudioError that the studio answered, or `unavailable`. */
export async function send({ url, token }: Connection, path: string, call: Call = {}): Promise<Response> {
  const { method = 'GET', headers = {}, json, body } = call;
  const tries = method === 'GET' || body ? TRIES : 1;
  for (let attempt = 1; ; attempt += 1) {
    try {
      const response = await fetch(new URL(path, url), {
        method,
        headers: {
          authorization: `Bearer ${token}`,
          ...(json === undefined ? {} : { 'content-type': 'application/json' }),
          ...headers,
        },
        body: json === undefined ? await body?.() : JSON.stringify(json),
      });
      if (response.ok) return response;
      throw await refusal(response);
    } catch (error) {
      const known = error instanceof StudioError ? error : unreachable(url, error);
      if (known.code !== 'unavailable' || attempt >= tries) throw known;
      await new Promise((resolve) => setTimeout(resolve, Math.min(WAIT.most, WAIT.first * 2 ** attempt)));
    }
  }
}

/** The same, and parses the JSON that is answered. */
export async function ask<T extends z.ZodType>(
  connection: Connection,
  schema: T,
  path: string,
  call: Call = {},
): Promise<z.output<T>> {
  const response = await send(connection, path, call);
  const parsed = schema.safeParse(await response.json().catch(() => null));
  if (!parsed.success)
    throw new StudioError('unsupported', `${new URL(path, connection.url)} is no studio this command knows.`);
  return parsed.data;
}

async function refusal(response: Response): Promise<StudioError> {
  const parsed = ErrorBody.safeParse(await response.json().catch(() => null));
  if (!parsed.success) return new StudioError('unavailable', `The studio answered HTTP ${response.status}.`);
  const { code, message, field, limit } = parsed.data.error;
  return new StudioError(code, message, { field, limit });
}

function unreachable(url: string, error: unknown): StudioError {
  const cause = error instanceof Error && error.cause instanceof Error ? error.cause.message : String(error);
  return new StudioError('unavailable', `No studio answers at ${url}: ${cause}`);
}
