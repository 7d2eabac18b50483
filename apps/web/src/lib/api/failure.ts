import { type ApiError, ErrorBody } from '@combogan/contracts';

/** A refused or failed request, in the form the server gave it. */
export class ApiFailure extends Error {
  readonly error: ApiError;

  constructor(error: ApiError) {
    super(error.message);
    this.name = 'ApiFailure';
    this.error = error;
  }
}

/** What a response that is not ok says; `unavailable` when it is not one of ours (a proxy's page, an empty body). */
export function errorOf(status: number, body: unknown): ApiError {
  const parsed = ErrorBody.safeParse(body);
  return parsed.success ? parsed.data.error : { code: 'unavailable', message: `HTTP ${status}` };
}

/** Any thrown value as an ApiError: a request that never got an answer is `unavailable`. */
export const asApiError = (thrown: unknown): ApiError =>
  thrown instanceof ApiFailure
    ? thrown.error
    : { code: 'unavailable', message: thrown instanceof Error ? thrown.message : String(thrown) };
