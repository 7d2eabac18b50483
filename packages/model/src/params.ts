import type { RunConfig } from '@combogan/contracts';
import type { Random } from './random.ts';

/** The options that fix the networks' shapes. */
export type NetConfig = Pick<RunConfig, 'ngf' | 'ndf' | 'blocks' | 'discriminatorLayers'>;

export const NETWORKS = ['encoder', 'decoder', 'discriminator'] as const;
export type Network = (typeof NETWORKS)[number];

/** One learned tensor of a network. */
export interface ParamSpec {
  /** Unique within its network, e.g. `block3.conv2.weight`. */
  name: string;
  /** Logical shape: conv [height, width, in, out]; convTranspose [height, width, out, in]; bias [out]. */
  shape: number[];
  /** Convolution weights start as N(0, 0.02), biases as 0. */
  init: 'normal' | 'zero';
  kind: 'conv' | 'convTranspose' | 'bias';
  /**
   * A bias right before an instance norm: the norm subtracts it again, so its gradient is 0 and it stays at 0.
   * It is part of the published model and is stored, but no step reads or writes it.
   */
  inert: boolean;
}

const IMAGE_CHANNELS = 3;

/** A layer's weight and bias. */
function layer(
  name: string,
  kernel: number,
  channelsIn: number,
  channelsOut: number,
  options: { normed: boolean; transposed?: boolean },
): ParamSpec[] {
  const channels = options.transposed ? [channelsOut, channelsIn] : [channelsIn, channelsOut];
  return [
    {
      name: `${name}.weight`,
      shape: [kernel, kernel, ...channels],
      init: 'normal',
      kind: options.transposed ? 'convTranspose' : 'conv',
      inert: false,
    },
    { name: `${name}.bias`, shape: [channelsOut], init: 'zero', kind: 'bias', inert: options.normed },
  ];
}

const normed = { normed: true } as const;
const bare = { normed: false } as const;

const residualBlocks = (count: number, channels: number): ParamSpec[] =>
  Array.from({ length: count }, (_, i) => [
    ...layer(`block${i + 1}.conv1`, 3, channels, channels, normed),
    ...layer(`block${i + 1}.conv2`, 3, channels, channels, normed),
  ]).flat();

/** Residual blocks of the encoder: the smaller half. */
export const encoderBlocks = (c: Pick<RunConfig, 'blocks'>): number => Math.floor(c.blocks / 2);
/** Residual blocks of the decoder: the rest. */
export const decoderBlocks = (c: Pick<RunConfig, 'blocks'>): number => c.blocks - encoderBlocks(c);
/** Channels between encoder and decoder. */
export const latentChannels = (c: Pick<RunConfig, 'ngf'>): number => 4 * c.ngf;

/** The encoder's parameters, in the order of its layers. */
export const encoderParams = (c: NetConfig): ParamSpec[] => [
  ...layer('conv1', 7, IMAGE_CHANNELS, c.ngf, normed),
  ...layer('down1', 3, c.ngf, 2 * c.ngf, normed),
  ...layer('down2', 3, 2 * c.ngf, 4 * c.ngf, normed),
  ...residualBlocks(encoderBlocks(c), latentChannels(c)),
];

/** The decoder's parameters, in the order of its layers. */
export const decoderParams = (c: NetConfig): ParamSpec[] => [
  ...residualBlocks(decoderBlocks(c), latentChannels(c)),
  ...layer('up1', 4, 4 * c.ngf, 2 * c.ngf, { normed: true, transposed: true }),
  ...layer('up2', 4, 2 * c.ngf, c.ngf, { normed: true, transposed: true }),
  ...layer('out', 7, c.ngf, IMAGE_CHANNELS, bare),
];

/** Channels of the PatchGAN's i-th hidden layer, from 0. */
const discriminatorChannels = (c: Pick<RunConfig, 'ndf'>, i: number): number => Math.min(2 ** i, 8) * c.ndf;

/** The discriminator's parameters, in the order of its layers: `discriminatorLayers` strided ones, one more, `out`. */
export const discriminatorParams = (c: NetConfig): ParamSpec[] => [
  ...layer('conv1', 4, IMAGE_CHANNELS, c.ndf, bare),
  ...Array.from({ length: c.discriminatorLayers }, (_, i) =>
    layer(`conv${i + 2}`, 4, discriminatorChannels(c, i), discriminatorChannels(c, i + 1), normed),
  ).flat(),
  ...layer('out', 4, discriminatorChannels(c, c.discriminatorLayers), 1, bare),
];

/** A network's parameters. */
export function networkParams(network: Network, c: NetConfig): ParamSpec[] {
  if (network === 'encoder') return encoderParams(c);
  if (network === 'decoder') return decoderParams(c);
  return discriminatorParams(c);
}

/** Every parameter of one domain, named `encoder.conv1.weight` and so on. */
export const domainParams = (c: NetConfig): ParamSpec[] =>
  NETWORKS.flatMap((network) =>
    networkParams(network, c).map((spec) => ({ ...spec, name: `${network}.${spec.name}` })),
  );

/** Values of a tensor. */
export const sizeOf = (shape: readonly number[]): number => shape.reduce((product, dim) => product * dim, 1);

/** Standard deviation of a convolution's first weights. */
const INIT_DEVIATION = 0.02;

/** First values of every parameter, each drawn from the stream `init.<prefix><name>`. */
export function initialWeights(specs: readonly ParamSpec[], random: Random, prefix = ''): Record<string, Float32Array> {
  return Object.fromEntries(
    specs.map((spec) => {
      const values = new Float32Array(sizeOf(spec.shape));
      if (spec.init === 'normal') {
        const stream = random(`init.${prefix}${spec.name}`);
        for (let i = 0; i < values.length; i++) values[i] = INIT_DEVIATION * stream.normal();
      }
      return [spec.name, values];
    }),
  );
}
