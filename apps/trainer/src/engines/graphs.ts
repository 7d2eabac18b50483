import { type CompiledGraph, type CompileOptions, compile, type InputSpec, type Levers } from '@combogan/compiler';
import type { RunConfig } from '@combogan/contracts';
import {
  decode,
  decoderParams,
  encode,
  encoderParams,
  IMAGE_ORDER,
  iterationInputs,
  iterationOutputs,
  iterationStep,
  latentChannels,
  type ParamSpec,
  SLOTS,
  type Slot,
  storageOrder,
} from '@combogan/model';
import type * as tf from '@tensorflow/tfjs-core';
import type { Provider } from './onnx-session.ts';
import { readParams } from './state-shapes.ts';

const ordersOf = (ports: Record<string, { order: number[] }>): Record<string, number[]> =>
  Object.fromEntries(Object.entries(ports).map(([name, { order }]) => [name, order]));

/** What orders nodes and frees memory early on the processor would have other providers go back and forth to it. */
const ON_DEVICE: Partial<Levers> = { kernelGradientsFirst: false, openShapes: false };

/**
 * The whole iteration (forward, backward, Adam) as one ONNX graph; every tensor in storage order. Only the domains in
 * the `training` slots are updated.
 */
export function compileStep(config: RunConfig, provider: Provider, training: readonly Slot[] = SLOTS): CompiledGraph {
  const ports = Object.entries(iterationInputs(config, training)).map(([name, { shape, dtype, order }]) => [
    name,
    { shape, dtype, order },
  ]);
  return compile(iterationStep(config, training), Object.fromEntries(ports), {
    outputOrder: ordersOf(iterationOutputs(config, training)),
    levers: provider === 'cpu' ? {} : ON_DEVICE,
  });
}

interface HalfOptions {
  config: RunConfig;
  /** Weights to bake in, in logical order, by name without the network's prefix. Without them they are inputs. */
  constants?: CompileOptions['constants'];
}

const weightInputs = (specs: readonly ParamSpec[], { constants }: HalfOptions): Record<string, InputSpec> =>
  constants
    ? {}
    : Object.fromEntries(
        readParams(specs).map((spec) => [spec.name, { shape: spec.shape, order: storageOrder(spec) }]),
      );

/** Options of a graph with its weights baked in: standard operators only, so that any ONNX runtime takes it. */
const portable = ({ constants }: HalfOptions): CompileOptions =>
  constants ? { constants, levers: { fusedMatMul: false } } : {};

/** `image` [batch, 3, height, width] to `latent` [batch, 4*ngf, height/4, width/4]; batch, height and width are free. */
export function compileEncoder(options: HalfOptions): CompiledGraph {
  const { config } = options;
  const image: InputSpec = { shape: [1, config.size, config.size, 3], order: IMAGE_ORDER };
  return compile(
    (inputs) => ({ latent: encode(inputs, inputs.image as tf.Tensor4D, config) }),
    { image, ...weightInputs(encoderParams(config), options) },
    {
      ...portable(options),
      outputOrder: { latent: IMAGE_ORDER },
      dynamicAxes: { image: ['batch', null, 'height', 'width'] },
    },
  );
}

/** `latent` [batch, 4*ngf, height, width] to `image` [batch, 3, 4*height, 4*width]; batch, height and width are free. */
export function compileDecoder(options: HalfOptions): CompiledGraph {
  const { config } = options;
  const side = config.size / 4;
  const latent: InputSpec = { shape: [1, side, side, latentChannels(config)], order: IMAGE_ORDER };
  return compile(
    (inputs) => ({ image: decode(inputs, inputs.latent as tf.Tensor4D, config) }),
    { latent, ...weightInputs(decoderParams(config), options) },
    {
      ...portable(options),
      outputOrder: { image: IMAGE_ORDER },
      dynamicAxes: { latent: ['batch', null, 'height', 'width'] },
    },
  );
}
