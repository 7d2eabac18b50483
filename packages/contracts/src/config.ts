import { z } from 'zod';

/** Limits of each numeric option, for forms and messages. `step` is what a form's arrows add. */
export interface NumericRange {
  min: number;
  max: number;
  step?: number;
  integer?: boolean;
}

export const RANGES = {
  size: { min: 32, max: 512, step: 4, integer: true },
  loadSize: { min: 32, max: 1024, step: 1, integer: true },
  batch: { min: 1, max: 16, step: 1, integer: true },
  iterations: { min: 1, max: 5_000_000, step: 1, integer: true },
  decayIterations: { min: 0, max: 5_000_000, step: 1, integer: true },
  ngf: { min: 4, max: 128, step: 4, integer: true },
  ndf: { min: 4, max: 128, step: 4, integer: true },
  blocks: { min: 1, max: 16, step: 1, integer: true },
  discriminatorLayers: { min: 1, max: 6, step: 1, integer: true },
  learningRate: { min: 1e-6, max: 0.1, step: 1e-4 },
  beta1: { min: 0, max: 0.999, step: 0.05 },
  beta2: { min: 0, max: 0.9999, step: 0.001 },
  lambdaCycle: { min: 0, max: 100, step: 0.5 },
  lambdaIdentity: { min: 0, max: 100, step: 0.1 },
  lambdaForward: { min: 0, max: 100, step: 0.1 },
  poolSize: { min: 0, max: 1000, step: 1, integer: true },
  sampleEvery: { min: 1, max: 100_000, step: 1, integer: true },
  checkpointEvery: { min: 1, max: 100_000, step: 1, integer: true },
  seed: { min: 0, max: 4_294_967_295, step: 1, integer: true },
} as const satisfies Record<string, NumericRange>;

/** A number within the range of that option. */
export function number(name: keyof typeof RANGES) {
  const range: NumericRange = RANGES[name];
  const base = range.integer ? z.int(`must be a whole number`) : z.number();
  const says = `must be between ${range.min} and ${range.max}`;
  return base.min(range.min, says).max(range.max, says);
}

/** Shorter side of the image before the random crop, as the paper has it (286 for 256). */
export const defaultLoadSize = (size: number): number => Math.round((size * 286) / 256);

/** Smallest image side whose PatchGAN still has a 1x1 prediction map above 1 pixel (k4, pad 2: out = floor(in/2)+1 or in+1). */
export const discriminatorFits = (size: number, layers: number): boolean => size / 2 ** layers >= 2;

const shape = {
  /** Which published model the defaults follow. */
  preset: z.enum(['paper']).default('paper').describe('The published model whose networks and losses are used.'),
  size: number('size')
    .multipleOf(4, 'must be a multiple of 4')
    .default(64)
    .describe('Side of the square crop the networks see, in pixels.'),
  loadSize: number('loadSize').describe(
    'Shorter side of an image before the random crop, in pixels. Default 286/256 of the size.',
  ),
  flip: z.boolean().default(true).describe('Mirror half of the images left to right.'),
  batch: number('batch').default(1).describe('Images of each drawn domain in one iteration.'),
  iterations: number('iterations')
    .default(2000)
    .describe('Iterations of the whole run. Each draws one pair of domains.'),
  decayIterations: number('decayIterations').describe(
    'The last so many iterations take the learning rate linearly to 0. Default: half of them.',
  ),
  ngf: number('ngf').default(32).describe('Channels of the first encoder layer; the paper uses 64.'),
  ndf: number('ndf').default(32).describe('Channels of the first discriminator layer; the paper uses 64.'),
  blocks: number('blocks')
    .default(9)
    .describe('Residual blocks of encoder and decoder together; the encoder has the smaller half.'),
  discriminatorLayers: number('discriminatorLayers')
    .default(3)
    .describe('Strided layers of the PatchGAN: more of them judge larger patches.'),
  dropout: z.boolean().default(false).describe('Dropout 0.5 in the residual blocks while training.'),
  ganLoss: z.enum(['lsgan', 'bce']).default('lsgan').describe('Least squares, or sigmoid with binary cross-entropy.'),
  learningRate: number('learningRate').default(0.0002).describe("Adam's step size."),
  beta1: number('beta1').default(0.5).describe("Adam's decay of the mean of gradients."),
  beta2: number('beta2').default(0.999).describe("Adam's decay of the mean of squared gradients."),
  lambdaCycle: number('lambdaCycle')
    .default(10)
    .describe('Weight of the cycle loss: back in its own domain, an image should be what it was.'),
  lambdaIdentity: number('lambdaIdentity')
    .default(0)
    .describe('Weight of the identity loss: an image through its own encoder and decoder should not change.'),
  lambdaForward: number('lambdaForward')
    .default(0)
    .describe(
      'Weight of the forward loss: a translation should resemble its source when blurred. The authors say: try 0.2.',
    ),
  poolSize: number('poolSize')
    .default(50)
    .describe("Earlier translations kept per domain for its discriminator's training."),
  sampleEvery: number('sampleEvery').default(100).describe('Iterations between two sample matrices.'),
  checkpointEvery: number('checkpointEvery').default(500).describe('Iterations between two checkpoints.'),
  seed: number('seed').default(1).describe('Fixes every random draw of the run.'),
} as const;

const fillDefaults = (input: unknown): unknown => {
  if (typeof input !== 'object' || input === null || Array.isArray(input)) return input;
  const given = input as Record<string, unknown>;
  const size = typeof given.size === 'number' ? given.size : 64;
  const iterations = typeof given.iterations === 'number' ? given.iterations : 2000;
  return { loadSize: defaultLoadSize(size), decayIterations: Math.floor(iterations / 2), ...given };
};

/** Every option of a run. Unknown fields are refused; nothing changes after launch (R1). */
export const RunConfig = z.preprocess(
  fillDefaults,
  z.strictObject(shape).superRefine((config, ctx) => {
    if (config.loadSize < config.size)
      ctx.addIssue({
        code: 'custom',
        path: ['loadSize'],
        message: `must be at least size (${config.size}): the crop is taken out of it`,
      });
    if (config.decayIterations > config.iterations)
      ctx.addIssue({
        code: 'custom',
        path: ['decayIterations'],
        message: `must be at most iterations (${config.iterations})`,
      });
    if (!discriminatorFits(config.size, config.discriminatorLayers))
      ctx.addIssue({
        code: 'custom',
        path: ['discriminatorLayers'],
        message: `${config.discriminatorLayers} layers are too deep for size ${config.size}: at most ${Math.floor(Math.log2(config.size)) - 1}`,
      });
  }),
);
export type RunConfig = z.output<typeof RunConfig>;
/** What a launcher may leave out. */
export type RunConfigInput = Partial<RunConfig>;
export const CONFIG_FIELDS = Object.keys(shape) as (keyof RunConfig)[];
/** Help text of an option, English; the web's catalogues translate it by key. */
export const configHelp = (field: keyof RunConfig): string => shape[field].description ?? '';

/** An epoch is max(domain sizes) iterations (combogan, "One iteration"). Returned unrounded. */
export const epochsOf = (iterations: number, domainSizes: readonly number[], batch = 1): number =>
  (iterations * batch) / Math.max(1, ...domainSizes);
