import { LIMITS } from '@combogan/contracts';

const NUMBER = String.raw`-?(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?`;
const RANGE = new RegExp(`^(${NUMBER})\\.\\.(${NUMBER})(?::(${NUMBER}))?$`, 'i');

/**
 * Numbers out of text: "5, 7, 8", a range "1..5", or one with a step "0..1:0.25", in any mixture. What is neither is
 * given back. A range of more values than a sweep may have runs stops after those.
 */
export function parseValues(text: string): { values: number[]; unread: string[] } {
  const values: number[] = [];
  const unread: string[] = [];
  for (const part of text.split(/[,;\s]+/).filter(Boolean)) {
    const range = RANGE.exec(part);
    const found = range ? rangeOf(Number(range[1]), Number(range[2]), Number(range[3] ?? 1)) : [Number(part)];
    if (found.length === 0 || found.some((value) => !Number.isFinite(value))) unread.push(part);
    else values.push(...found);
  }
  return { values: [...new Set(values)], unread };
}

function rangeOf(from: number, to: number, step: number): number[] {
  if (!(step > 0) || !(to >= from)) return [];
  // binary fractions must not cost the last value, nor show
  const count = Math.min(Math.floor((to - from) / step + 1e-9), LIMITS.sweepRuns) + 1;
  return Array.from({ length: count }, (_, n) => Number((from + n * step).toPrecision(12)));
}
