import { totalmem } from 'node:os';
import type { RunConfig } from '@combogan/contracts';
import type { Size } from '../data/planar.ts';
import { byteCount } from './format.ts';

/** Peak memory per pixel and channel of the first layer, in bytes. Measured on compiled-cpu: 43 at 1024 x 1024, ngf 64; 45 at 512. */
const BYTES = 48;

/** Half of what this process may have. */
function available(): number {
  const constrained = process.constrainedMemory();
  return Math.min(totalmem(), constrained > 0 ? constrained : Number.POSITIVE_INFINITY) / 2;
}

/**
 * Why an image is too large to translate here, or undefined. It goes through the networks as a whole: instance norm takes mean and
 * deviation over all of it, so tiles would each come out in a look of their own.
 */
export function tooLarge({ width, height }: Size, config: RunConfig, memory = available()): string | undefined {
  const perPixel = BYTES * config.ngf;
  const needed = width * height * perPixel;
  if (needed <= memory) return undefined;
  const longest = Math.floor(Math.max(width, height) * Math.sqrt(memory / needed));
  return `${width} x ${height} pixels take about ${byteCount(needed)} of memory, more than the ${byteCount(memory)} that may be used here: shrink it by --longest ${longest}`;
}
