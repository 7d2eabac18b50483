import type { DecodedImage } from '../data/decode.ts';
import { cutTo, fromPlanes, mirrorTo, type Size, toPlanes } from '../data/planar.ts';
import type { Engine, FeatureMaps } from '../engines/engine.ts';

/** The networks halve height and width twice. */
const MULTIPLE = 4;
const roundUp = (pixels: number): number => Math.ceil(pixels / MULTIPLE) * MULTIPLE;

/** An image in a target domain and, if asked for, what its source's decoder makes of the target's encoding of it. */
export interface Translated {
  target: number;
  image: DecodedImage;
  reconstruction: DecodedImage | null;
}

/**
 * Translates an image of any size into several domains: encodes once, decodes for each target. Sides that are no
 * multiple of 4 are mirrored a little further and cut again.
 */
export async function* translateImage(
  engine: Pick<Engine, 'encode' | 'decode'>,
  image: DecodedImage,
  source: number,
  targets: readonly number[],
  { reconstruct = false }: { reconstruct?: boolean } = {},
): AsyncGenerator<Translated> {
  const size: Size = { width: image.width, height: image.height };
  const padded: Size = { width: roundUp(size.width), height: roundUp(size.height) };
  const pixels = ({ data }: FeatureMaps): DecodedImage =>
    fromPlanes(cutTo(data, padded, size), size.width, size.height);
  const data = mirrorTo(toPlanes(image), size, padded);
  const latent = await engine.encode(source, { data, dims: [1, 3, padded.height, padded.width] });
  for (const target of targets) {
    const fake = await engine.decode(target, latent);
    const back = reconstruct ? await engine.decode(source, await engine.encode(target, fake)) : null;
    yield { target, image: pixels(fake), reconstruction: back && pixels(back) };
  }
}
