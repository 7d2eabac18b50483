import type { Augmentation } from '@combogan/model';
import type { DecodedImage } from './decode.ts';

/** What part of an image becomes the networks' input. */
export type Crop = Pick<Augmentation, 'left' | 'top' | 'flip'>;

/**
 * Writes a crop of `size` x `size` pixels into `target` from `offset`, as planes [channel, height, width]
 * in [-1, 1].
 */
export function cropInto(target: Float32Array, offset: number, image: DecodedImage, crop: Crop, size: number): void {
  const { data, width } = image;
  const plane = size * size;
  const step = crop.flip ? -3 : 3;
  let to = offset;
  for (let y = 0; y < size; y++) {
    let from = ((crop.top + y) * width + crop.left + (crop.flip ? size - 1 : 0)) * 3;
    for (let x = 0; x < size; x++) {
      target[to] = (data[from] ?? 0) / 127.5 - 1;
      target[to + plane] = (data[from + 1] ?? 0) / 127.5 - 1;
      target[to + 2 * plane] = (data[from + 2] ?? 0) / 127.5 - 1;
      from += step;
      to++;
    }
  }
}

/** A whole image as planes [channel, height, width] in [-1, 1]. */
export function toPlanes({ width, height, data }: DecodedImage): Float32Array {
  const plane = width * height;
  const planes = new Float32Array(3 * plane);
  for (let i = 0; i < plane; i++)
    for (let channel = 0; channel < 3; channel++)
      planes[channel * plane + i] = (data[3 * i + channel] ?? 0) / 127.5 - 1;
  return planes;
}

/** Planes [channel, height, width] in [-1, 1], from `offset`, as 8-bit RGB; outliers are clipped. */
export function fromPlanes(planes: Float32Array, width: number, height: number, offset = 0): DecodedImage {
  const plane = width * height;
  const data = new Uint8Array(3 * plane);
  for (let i = 0; i < plane; i++)
    for (let channel = 0; channel < 3; channel++) {
      const value = Math.round(((planes[offset + channel * plane + i] ?? 0) + 1) * 127.5);
      data[3 * i + channel] = Math.max(0, Math.min(255, value));
    }
  return { width, height, data };
}
