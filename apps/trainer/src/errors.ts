import type { Failure } from '@combogan/contracts';

/** Why the trainer stops: a run's failure codes, and `usage` for a command line that asks for the impossible. */
export type TrainerErrorCode = Failure['code'] | 'usage';

/** An error whose message is for the person at the terminal or in the web: one line that says what to do. */
export class TrainerError extends Error {
  readonly code: TrainerErrorCode;

  constructor(code: TrainerErrorCode, message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = 'TrainerError';
    this.code = code;
  }
}

/** Message of anything thrown, on one line. */
export function messageOf(error: unknown): string {
  const text = error instanceof Error ? error.message : String(error);
  return text.replaceAll(/\s*\n\s*/g, ' ').trim();
}

/** Code of a failed system call, such as ENOENT; undefined for other errors. */
export function systemCode(error: unknown): string | undefined {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : undefined;
}
