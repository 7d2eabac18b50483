import type { ApiError, ErrorCode } from '@combogan/contracts';
import { TrainerError } from '../errors.ts';

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

/** Whether something that failed may work later: the network, a restarting server. Our own verdicts are final. */
export function mayPass(error: unknown): boolean {
  if (error instanceof TrainerError) return false;
  return !(error instanceof Refused) || PASSING.includes(error.code);
}
