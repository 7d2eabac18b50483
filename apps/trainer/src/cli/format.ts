const MINUTE = 60;
const HOUR = 60 * MINUTE;

/** A length of time for people: 43 s, 6:12, 3:05:20. */
export function duration(seconds: number): string {
  if (!Number.isFinite(seconds)) return '-';
  const whole = Math.max(0, Math.round(seconds));
  if (whole < MINUTE) return `${whole} s`;
  const two = (value: number) => String(value).padStart(2, '0');
  const minutes = Math.floor((whole % HOUR) / MINUTE);
  if (whole < HOUR) return `${minutes}:${two(whole % MINUTE)}`;
  return `${Math.floor(whole / HOUR)}:${two(minutes)}:${two(whole % MINUTE)}`;
}

/** Bytes for people, in powers of 1000. */
export function byteCount(bytes: number): string {
  const units = ['B', 'kB', 'MB', 'GB', 'TB'];
  let value = bytes;
  let unit = 0;
  while (value >= 1000 && unit < units.length - 1) {
    value /= 1000;
    unit++;
  }
  return `${unit === 0 ? value : value.toFixed(value < 10 ? 1 : 0)} ${units[unit]}`;
}

/** Iterations a second, or seconds an iteration when that is easier to read. */
export function speed(msPerIteration: number): string {
  const rate = 1000 / msPerIteration;
  return rate >= 1 ? `${rate.toFixed(rate < 10 ? 2 : 1)} it/s` : `${(msPerIteration / 1000).toFixed(1)} s/it`;
}

/** A count with thousands apart. */
export const count = (value: number): string => value.toLocaleString('en-US');

/** A word as a shell takes it for itself. */
export const shellWord = (word: string): string =>
  /^[\p{L}\p{N}_./:@%+=-]+$/u.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`;
