import type { RunConfig } from '@combogan/contracts';
import { type ConvShape, convolutions } from './convolutions.ts';
import { type NetConfig, type Network, networkParams, sizeOf } from './params.ts';

/** Learned values of each network of one domain, biases included. */
export function parameterCounts(c: NetConfig): Record<Network, number> {
  const count = (network: Network) => networkParams(network, c).reduce((sum, spec) => sum + sizeOf(spec.shape), 0);
  return { encoder: count('encoder'), decoder: count('decoder'), discriminator: count('discriminator') };
}

/** What a model for `n` domains consists of, and its training budget as the papers count it: 100 epochs a generator. */
export interface ModelSize {
  generators: number;
  discriminators: number;
  epochs: number;
}

const EPOCHS_A_GENERATOR = 100;

/** ComboGAN grows with n; a CycleGAN per pair of domains with n(n-1). */
export function networksFor(n: number): { combogan: ModelSize; cyclegan: ModelSize } {
  const model = (networks: number): ModelSize => ({
    generators: networks,
    discriminators: networks,
    epochs: EPOCHS_A_GENERATOR * networks,
  });
  return { combogan: model(n), cyclegan: model(n * (n - 1)) };
}

const flopsOf = (layer: ConvShape): number => 2 * layer.multiplyAdds;
const forward = (layers: readonly ConvShape[]): number => layers.reduce((sum, layer) => sum + flopsOf(layer), 0);
/** Gradient of the input as well as of the weights: twice the forward pass, but the first layer may need no dx. */
const backward = (layers: readonly ConvShape[], needs: { input: boolean; weights: boolean }): number =>
  layers.reduce((sum, layer, i) => {
    const dx = needs.input || i > 0 ? flopsOf(layer) : 0;
    return sum + dx + (needs.weights ? flopsOf(layer) : 0);
  }, 0);

/**
 * Floating-point operations of the convolutions of one iteration, forward and backward, both domains of the pair:
 * a multiply and an add are two. Everything else is a few per cent.
 */
export function iterationFlops(c: RunConfig): number {
  const encoder = convolutions('encoder', c, c.size);
  const decoder = convolutions('decoder', c, c.size);
  const discriminator = convolutions('discriminator', c, c.size);
  const learned = { input: true, weights: true };
  const both = (layers: ConvShape[]) => forward(layers) + backward(layers, learned);
  let flops = forward(encoder) + backward(encoder, { input: false, weights: true }) + both(decoder);
  if (c.lambdaCycle > 0) flops += both(encoder) + both(decoder);
  if (c.lambdaIdentity > 0) flops += both(decoder);
  flops += forward(discriminator) + backward(discriminator, { input: true, weights: false });
  flops += 2 * (forward(discriminator) + backward(discriminator, { input: false, weights: true }));
  return 2 * c.batch * flops;
}

const BYTES = 4;

/** Bytes of one domain's weights as float32: encoder and decoder, what a download holds. */
export function weightBytes(c: NetConfig): number {
  const { encoder, decoder } = parameterCounts(c);
  return BYTES * (encoder + decoder);
}

/** Bytes of a checkpoint of `n` domains with full history pools: weights, two Adam moments of each, stored fakes. */
export function checkpointBytes(c: RunConfig, n: number): number {
  const { encoder, decoder, discriminator } = parameterCounts(c);
  const pool = c.poolSize * c.size ** 2 * 3;
  return BYTES * n * (3 * (encoder + decoder + discriminator) + pool);
}
