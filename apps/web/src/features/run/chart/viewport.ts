/** Iterations in sight, both ends included. */
export interface Range {
  from: number;
  to: number;
}

/** Closer than so many iterations nobody wants to look. */
const SPAN_MIN = 10;

export const spanOf = ({ from, to }: Range): number => to - from + 1;

/** The range in whole iterations, moved into 1 to `last`; null when that is everything. */
export function fitted({ from, to }: Range, last: number): Range | null {
  const span = Math.max(SPAN_MIN, Math.round(to - from + 1));
  if (span >= last) return null;
  const start = Math.min(Math.max(1, Math.round(from)), last - span + 1);
  return { from: start, to: start + span - 1 };
}

/** Shows `factor` times as much (less than 1 comes closer) about iteration `at`, which keeps its place on the screen. */
export function zoomed(range: Range, last: number, factor: number, at = (range.from + range.to) / 2): Range | null {
  const span = Math.max(SPAN_MIN, spanOf(range) * factor);
  const share = Math.min(1, Math.max(0, (at - range.from) / Math.max(1, range.to - range.from)));
  const from = at - share * (span - 1);
  return fitted({ from, to: from + span - 1 }, last);
}

/** Moves by a share of what is in sight, as far as there is something. */
export function panned(range: Range, last: number, share: number): Range | null {
  const by = Math.min(last, Math.max(-last, share * spanOf(range)));
  return fitted({ from: range.from + by, to: range.to + by }, last);
}
