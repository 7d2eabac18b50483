import type { ApiError, ErrorCode } from '@combogan/contracts';

/** The server understood and said no. Trying again would not help, unless the code says so. */
export class Refused extends Error {
  readonly code: ErrorCode;

  constructor({ code, message }: ApiError) {
    super(message);
    this.name = 'Refused';
    this.code = code;
  }
}

const PASSING: readonly ErrorCode[] = ['unavailable', 'internal', 'rate_limited'];

/** Whether something that failed may work later: the network, a restarting server. */
export const mayPass = (error: unknown): boolean => !(error instanceof Refused) || PASSING.includes(error.code);
