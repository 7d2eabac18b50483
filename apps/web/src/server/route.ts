import { randomUUID } from 'node:crypto';
import { type Person, parseInput, type Role, StudioError } from '@combogan/contracts';
import type { z } from 'zod';
import { type Access, admit } from './admit.ts';
import { asStudioError } from './errors.ts';
import type { Logger } from './log.ts';
import { type Services, services } from './services.ts';

type Parsed<S> = S extends z.ZodType ? z.output<S> : undefined;

interface Spec<A extends Access, P, Q, B> {
  access: A;
  /** Never by a personal token: what makes or ends ways in. */
  sessionOnly?: boolean;
  /** Parts of the path. What does not fit is answered 404. */
  params?: P;
  query?: Q;
  /** JSON body. Without it the handler reads `request.body` itself. */
  body?: B;
}

interface Call<A extends Access, P, Q, B> {
  request: Request;
  services: Services;
  log: Logger;
  /** Of whoever is signed in; null only where anyone may call. */
  person: A extends Role ? Person : A extends 'anyone' ? Person | null : null;
  trainer: A extends 'trainer' ? { id: string; name: string } : null;
  params: Parsed<P>;
  query: Parsed<Q>;
  body: Parsed<B>;
}

/** A route handler in the form Next calls it, with its declared access for the test that walks all of them. */
export interface RouteHandler {
  (request: Request, context: RouteContext): Promise<Response>;
  access: Access;
  /** Its whole declaration, which documents it. */
  spec: Spec<Access, z.ZodType | undefined, z.ZodType | undefined, z.ZodType | undefined>;
}
export interface RouteContext {
  params: Promise<Record<string, string | string[] | undefined>>;
}

/** Largest JSON body: a run's config and names are a few kilobytes. */
const JSON_BYTES = 256 * 1024;

/**
 * Makes a route handler out of its declaration and its work. Checks Origin, caller and input before the work begins;
 * what the work returns is sent as JSON, unless it is a Response; what it throws becomes an ErrorBody.
 */
export function route<
  A extends Access,
  P extends z.ZodType | undefined = undefined,
  Q extends z.ZodType | undefined = undefined,
  B extends z.ZodType | undefined = undefined,
>(spec: Spec<A, P, Q, B>, work: (call: Call<A, P, Q, B>) => Promise<Response | object>): RouteHandler {
  const handle = async (request: Request, context: RouteContext): Promise<Response> => {
    const all = services();
    const requestId = request.headers.get('x-request-id') ?? randomUUID();
    const log = all.log.child({ requestId, method: request.method, path: new URL(request.url).pathname });
    try {
      const caller = await admit(spec, request, all);
      const call = {
        request,
        services: all,
        log,
        ...caller,
        params: spec.params && parsePath(spec.params, await context.params),
        query: spec.query && parseInput(spec.query, Object.fromEntries(new URL(request.url).searchParams)),
        body: spec.body && parseInput(spec.body, await readJson(request)),
      };
      // the declaration above is what makes the parts fit their types
      const answer = await work(call as unknown as Call<A, P, Q, B>);
      return answer instanceof Response ? answer : json(answer);
    } catch (error) {
      return refuse(error, request, log, requestId);
    }
  };
  return Object.assign(handle, { access: spec.access, spec });
}

function parsePath(schema: z.ZodType, params: unknown): unknown {
  const parsed = schema.safeParse(params);
  if (!parsed.success) throw new StudioError('not_found', 'There is nothing at this address.');
  return parsed.data;
}

async function readJson(request: Request): Promise<unknown> {
  const chunks: Uint8Array[] = [];
  let bytes = 0;
  for await (const chunk of request.body ?? []) {
    bytes += chunk.byteLength;
    if (bytes > JSON_BYTES)
      throw new StudioError('too_large', `The request is larger than ${JSON_BYTES / 1024} KiB.`, {
        limit: `${JSON_BYTES / 1024} KiB`,
      });
    chunks.push(chunk);
  }
  const text = Buffer.concat(chunks).toString('utf8');
  try {
    return JSON.parse(text, withoutNul);
  } catch (error) {
    if (error instanceof StudioError) throw error;
    throw new StudioError('invalid', 'The request body must be JSON.');
  }
}

/** Postgres keeps no U+0000 in a text. */
function withoutNul(field: string, value: unknown): unknown {
  if (typeof value === 'string' && value.includes('\0'))
    throw new StudioError('invalid', 'must not contain the character U+0000', { field });
  return value;
}

export const json = (body: object, init: ResponseInit = {}): Response => {
  const headers = new Headers(init.headers);
  headers.set('cache-control', 'no-store');
  return Response.json(body, { ...init, headers });
};

export const noContent = (): Response => new Response(null, { status: 204 });

function refuse(error: unknown, request: Request, log: Logger, requestId: string): Response {
  const known = asStudioError(error);
  if (known) return json(known.toBody(), { status: known.status });
  // nobody is left to read an answer, and a caller who hung up is no fault of ours
  if (request.signal.aborted) log.info('the caller hung up');
  else log.error({ err: error }, 'unexpected failure');
  const internal = new StudioError('internal', `Something went wrong on the server (request ${requestId}).`);
  return json(internal.toBody(), { status: internal.status });
}
