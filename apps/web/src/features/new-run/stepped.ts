import type { NumericRange } from '@combogan/contracts';

/** A number's text moved by so many steps, kept in range, without the digits that binary fractions add. */
export function stepped(text: string, steps: number, { min, max, step = 1 }: NumericRange): string {
  const from = Number(text);
  const base = text.trim() !== '' && Number.isFinite(from) ? from : min;
  const next = Math.min(max, Math.max(min, base + steps * step));
  return String(Number(next.toPrecision(12)));
}
