import type { RunConfig } from '@combogan/contracts';

export type ConfigField = keyof RunConfig;

/** Every option of a run in the order of the form. `essentials` is always open; the preset has a place of its own. */
export const CONFIG_GROUPS = {
  essentials: ['iterations', 'size', 'batch'],
  images: ['loadSize', 'flip'],
  networks: ['ngf', 'ndf', 'blocks', 'discriminatorLayers', 'dropout'],
  losses: ['ganLoss', 'lambdaCycle', 'lambdaIdentity', 'lambdaForward', 'poolSize'],
  optimiser: ['learningRate', 'decayIterations', 'beta1', 'beta2'],
  output: ['sampleEvery', 'checkpointEvery', 'seed'],
} as const satisfies Record<string, readonly ConfigField[]>;
export type ConfigGroup = keyof typeof CONFIG_GROUPS;

/** Options with a closed set of values. */
export const CHOICES = { ganLoss: ['lsgan', 'bce'] } as const satisfies Partial<Record<ConfigField, readonly string[]>>;

/** Options that are on or off. */
export const SWITCHES = ['flip', 'dropout'] as const satisfies readonly ConfigField[];

/** Options counted in something that has a name. */
export const UNITS = {
  iterations: 'iterations',
  decayIterations: 'iterations',
  sampleEvery: 'iterations',
  checkpointEvery: 'iterations',
  size: 'pixels',
  loadSize: 'pixels',
  batch: 'images',
  poolSize: 'images',
  ngf: 'channels',
  ndf: 'channels',
  blocks: 'blocks',
  discriminatorLayers: 'layers',
} as const satisfies Partial<Record<ConfigField, string>>;
