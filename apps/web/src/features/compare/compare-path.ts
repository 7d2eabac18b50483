/** Runs shown over one another, at most: as many as there are colours that are told apart. */
export const RUNS_MAX = 8;

export const comparePath = (ids: readonly string[]): string => `/runs/compare?runs=${ids.join()}`;
