import { z } from 'zod';
import { DomainKey } from './primitives.ts';

/**
 * Chart data of one series: parallel arrays, one element per bucket of `width` iterations that has data.
 * `x` is the last iteration in the bucket that drew the domain; min and max keep one-iteration spikes (E3).
 * With width 1 every element is one iteration and min = max = last.
 */
export const Series = z.object({
  x: z.array(z.int()),
  min: z.array(z.number()),
  max: z.array(z.number()),
  last: z.array(z.number()),
  /** How many iterations of the bucket have a value: added up from the first, how often the domain was drawn. */
  count: z.array(z.int()),
});
export type Series = z.infer<typeof Series>;

export const SeriesResponse = z.object({
  from: z.int(),
  to: z.int(),
  /** Iterations a bucket. */
  width: z.int().positive(),
  /** By series name: `${domain}.${loss}`, `learningRate`, `ms`. */
  series: z.record(z.string(), Series),
});
export type SeriesResponse = z.infer<typeof SeriesResponse>;

/** Two domains that an iteration draws together. */
export const Pair = z.tuple([DomainKey, DomainKey], 'must be the keys of two domains of the run, as in "photo,sketch"');
export type Pair = z.infer<typeof Pair>;

export const SeriesQuery = z.object({
  from: z.coerce.number().int().min(1).default(1),
  to: z.coerce.number().int().min(1).optional(),
  /** Buckets wanted at most, usually the chart's width in pixels. */
  buckets: z.coerce.number().int().min(10).max(4000).default(1000),
  /** Only iterations that drew these two domains: their keys in any order, with a comma between. */
  pair: z.preprocess((text) => (typeof text === 'string' ? text.split(',') : text), Pair).optional(),
});
