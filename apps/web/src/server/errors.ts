import { type ApiError, StudioError } from '@combogan/contracts';

/**
 * The StudioError that was thrown, or null when it is something else. Judged by name: one thrown in the server's
 * bundle is no instance of the class in Next's.
 */
export function asStudioError(error: unknown): StudioError | null {
  if (error instanceof StudioError) return error;
  if (!(error instanceof Error) || error.name !== 'StudioError') return null;
  const { code, message, field, limit } = error as StudioError;
  return new StudioError(code, message, { field, limit });
}

/** What a socket's caller is told. `report` gets anything that is not a StudioError. */
export function toApiError(error: unknown, report: (error: unknown) => void): ApiError {
  const known = asStudioError(error);
  if (known) return known.toBody().error;
  report(error);
  return { code: 'internal', message: 'Something went wrong on the server.' };
}
