import type { DecodedImage } from '../data/decode.ts';
import { cutTo, fromPlanes, mirrorTo, type Size, toPlanes } from '../data/planar.ts';
import type { Engine } from '../engines/engine.ts';

/** The networks halve height and width twice. */
const MULTIPLE = 4;
const roundUp = (pixels: number): number => Math.ceil(pixels / MULTIPLE) * MULTIPLE;

/**
 * Translates an image of any size into several domains: encodes once, decodes for each target. Sides that are no
 * multiple of 4 are mirrored a little further and cut again.
 */
export async function* translateImage(
  engine: Pick<Engine, 'encode' | 'decode'>,
  image: DecodedImage,
  source: number,
  targets: readonly number[],
): AsyncGenerator<{ target: number; image: DecodedImage }> {
  const size: Size = { width: image.width, height: image.height };
  const padded: Size = { width: roundUp(size.width), height: roundUp(size.height) };
  const data = mirrorTo(toPlanes(image), size, padded);
  const latent = await engine.encode(source, { data, dims: [1, 3, padded.height, padded.width] });
  for (const target of targets) {
    const translated = cutTo((await engine.decode(target, latent)).data, padded, size);
    yield { target, image: fromPlanes(translated, size.width, size.height) };
  }
}
