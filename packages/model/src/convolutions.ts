import type { RunConfig } from '@combogan/contracts';
import { encoderBlocks, type Network, networkParams } from './params.ts';

/** A convolution at work on one image. */
export interface ConvShape {
  name: string;
  /** Side of the square output (for a transposed one: of its input), in pixels. */
  side: number;
  multiplyAdds: number;
}

type Shape = Pick<RunConfig, 'ngf' | 'ndf' | 'blocks' | 'discriminatorLayers'>;

/** Pixels a side over which the layer's kernel is applied. */
function sides(network: Network, c: Shape, size: number): number[] {
  const latent = size / 4;
  if (network === 'encoder') return [size, size / 2, latent, ...Array(2 * encoderBlocks(c)).fill(latent)];
  if (network === 'decoder') return [...Array(2 * (c.blocks - encoderBlocks(c))).fill(latent), latent, size / 2, size];
  const maps: number[] = [];
  let side = size;
  for (let i = 0; i < c.discriminatorLayers + 2; i++) {
    // k4 pad 2: one pixel more, then halved where strided.
    side = i < c.discriminatorLayers ? Math.floor(side / 2) + 1 : side + 1;
    maps.push(side);
  }
  return maps;
}

/** Every convolution of a network for a square image of `size` pixels, in order. */
export function convolutions(network: Network, c: Shape, size: number): ConvShape[] {
  const kernels = networkParams(network, c).filter((spec) => spec.kind !== 'bias');
  const outputs = sides(network, c, size);
  return kernels.map((spec, i) => {
    const side = outputs[i] ?? 0;
    return { name: spec.name, side, multiplyAdds: spec.shape.reduce((a, b) => a * b, side * side) };
  });
}
