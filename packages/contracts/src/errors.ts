import { z } from 'zod';

/** What every refused HTTP request and socket acknowledgement carries. `message` is for the person who must act. */
export const ApiError = z.object({
  code: z.enum([
    'invalid', // the input breaks a rule; `field` names it
    'unauthenticated',
    'forbidden',
    'not_found',
    'conflict', // the state does not allow it
    'too_large',
    'unsupported', // e.g. not an image we read
    'rate_limited',
    'unavailable',
    'internal',
  ]),
  message: z.string(),
  /** Dotted path of the offending field. */
  field: z.string().optional(),
  /** The limit that was met, as text with its unit. */
  limit: z.string().optional(),
});
export type ApiError = z.infer<typeof ApiError>;
export type ErrorCode = ApiError['code'];

export const ErrorBody = z.object({ error: ApiError });
export type ErrorBody = z.infer<typeof ErrorBody>;

export const HTTP_STATUS: Record<ErrorCode, number> = {
  invalid: 422,
  unauthenticated: 401,
  forbidden: 403,
  not_found: 404,
  conflict: 409,
  too_large: 413,
  unsupported: 415,
  rate_limited: 429,
  unavailable: 503,
  internal: 500,
};

/** An error a user caused or can act on. Anything else that is thrown is a bug and becomes `internal`. */
export class StudioError extends Error {
  readonly code: ErrorCode;
  readonly field?: string;
  readonly limit?: string;

  constructor(code: ErrorCode, message: string, at: { field?: string; limit?: string } = {}) {
    super(message);
    this.name = 'StudioError';
    this.code = code;
    this.field = at.field;
    this.limit = at.limit;
  }

  get status(): number {
    return HTTP_STATUS[this.code];
  }

  toBody(): ErrorBody {
    return { error: { code: this.code, message: this.message, field: this.field, limit: this.limit } };
  }
}

/** Turns the first issue of a failed parse into an error that names the field. */
export function invalidInput(error: z.ZodError): StudioError {
  const issue = error.issues[0];
  const field = issue?.path.join('.') ?? '';
  const limit = issue?.code === 'custom' ? issue.params?.limit : undefined;
  return new StudioError('invalid', field ? `${field}: ${issue?.message}` : (issue?.message ?? 'invalid input'), {
    field,
    ...(typeof limit === 'string' && { limit }),
  });
}

/** Parses `input`, or throws the StudioError that names the field. */
export function parseInput<T extends z.ZodType>(schema: T, input: unknown): z.output<T> {
  const result = schema.safeParse(input);
  if (!result.success) throw invalidInput(result.error);
  return result.data;
}
