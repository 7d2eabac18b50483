import type { RunConfig } from '@combogan/contracts';
import type { Random } from './random.ts';

/** What is done to one image before the networks see it. */
export interface Augmentation {
  /** Pixels after the resize that brings the shorter side to `loadSize` (bicubic). */
  width: number;
  height: number;
  /** Top left corner of the `size` x `size` crop. */
  left: number;
  top: number;
  /** Mirror left to right. */
  flip: boolean;
}

/** Size after a resize that brings the shorter side to `shorter` and keeps the proportions. */
export function resizedTo(width: number, height: number, shorter: number): { width: number; height: number } {
  const scale = shorter / Math.min(width, height);
  return { width: Math.max(shorter, Math.round(width * scale)), height: Math.max(shorter, Math.round(height * scale)) };
}

/** Draws resize, crop and flip of the `index`-th image of a domain's batch. `width` and `height` are the image's. */
export function drawAugmentation(
  random: Random,
  iteration: number,
  domain: string,
  index: number,
  image: { width: number; height: number },
  c: Pick<RunConfig, 'size' | 'loadSize' | 'flip'>,
): Augmentation {
  const stream = random(`augment.${domain}.${index}`, iteration);
  const { width, height } = resizedTo(image.width, image.height, c.loadSize);
  const left = stream.int(width - c.size + 1);
  const top = stream.int(height - c.size + 1);
  return { width, height, left, top, flip: c.flip && stream.int(2) === 1 };
}
