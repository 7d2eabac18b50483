import type { SeriesResponse } from '@combogan/contracts';

/** How often the domain was drawn in the whole of a series. */
export const drawsOf = (count: readonly number[]): number => count.reduce((sum, n) => sum + n, 0);

/**
 * The series of a whole run over how often their domain was drawn, instead of over iterations: with more domains each is
 * drawn less often, so this is how long its networks trained. Must begin with iteration 1.
 */
export function byDraws({ series }: SeriesResponse, width: number): SeriesResponse {
  const moved: SeriesResponse['series'] = {};
  let to = 1;
  for (const [name, stored] of Object.entries(series)) {
    let drawn = 0;
    const x = stored.count.map((count) => {
      drawn += count;
      return drawn;
    });
    moved[name] = { ...stored, x };
    to = Math.max(to, drawn);
  }
  return { from: 1, to, width, series: moved };
}
