import { CONFIG_FIELDS, type RunConfig } from '@combogan/contracts';

/** The options in which the configurations are not all the same. */
export const differingOptions = (configs: readonly RunConfig[]): (keyof RunConfig)[] =>
  CONFIG_FIELDS.filter((field) => new Set(configs.map((config) => config[field])).size > 1);
