import { type ErrorCode, HTTP_STATUS, StudioError } from '@combogan/contracts';
import { sessionEnded } from '@combogan/db';
import { attemptKey } from './client-address.ts';
import { json } from './route.ts';
import type { Services } from './services.ts';
import { personOf } from './session.ts';

const SIGN_IN = 'POST /api/auth/sign-in/email';
const SIGN_OUT = 'POST /api/auth/sign-out';
/** Of the library's many routes, those the studio uses; the others do not exist here. */
const OFFERED = [SIGN_IN, SIGN_OUT, 'GET /api/auth/get-session'];

/** Hands a request to better-auth. A refusal keeps the library's own fields and gets the studio's ErrorBody besides. */
export async function answerAuth(request: Request, services: Services): Promise<Response> {
  const { auth, limits, db } = services;
  const address = attemptKey(request.headers);
  const asked = `${request.method} ${new URL(request.url).pathname}`;
  if (!OFFERED.includes(asked)) throw new StudioError('not_found', 'There is nothing at this address.');
  if (asked === SIGN_IN) limits.signIn.take(address);
  const leaving = asked === SIGN_OUT ? await personOf(services, request.headers) : null;
  const answer = await auth.handler(request);
  if (answer.ok) {
    if (leaving) await sessionEnded(db, leaving.id);
    if (asked === SIGN_IN) limits.signIn.refund(address);
    return answer;
  }
  const native: { message?: string } = await answer.json().catch(() => ({}));
  const code = codeOf(answer.status);
  const error = new StudioError(code, native.message ?? 'The request was refused.');
  return json({ ...native, ...error.toBody() }, { status: answer.status });
}

function codeOf(status: number): ErrorCode {
  const known = (Object.entries(HTTP_STATUS) as [ErrorCode, number][]).find(([, s]) => s === status);
  if (known) return known[0];
  return status >= 500 ? 'internal' : 'invalid';
}
