const STEPS = [1, 2, 5] as const;

/** Ticks of a logarithmic axis at 1, 2 and 5 times powers of ten, as many as `most` leaves legible. */
export function logTicks(min: number, max: number, most: number): number[] {
  if (!(min > 0) || !(max > min)) return [];
  const ticks: number[] = [];
  for (let power = Math.floor(Math.log10(min)); power <= Math.ceil(Math.log10(max)); power++)
    for (const step of STEPS) {
      const value = Number((step * 10 ** power).toPrecision(1));
      if (value >= min && value <= max) ticks.push(value);
    }
  if (ticks.length <= most) return ticks;
  const decades = ticks.filter((value) => Number.isInteger(Math.round(Math.log10(value) * 1e6) / 1e6));
  const every = Math.max(1, Math.ceil(decades.length / Math.max(1, most)));
  return decades.length > 1 ? decades.filter((_, i) => i % every === 0) : ticks.slice(0, most);
}
