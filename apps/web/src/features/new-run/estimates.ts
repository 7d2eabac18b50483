import { epochsOf, LIMITS, type RunConfig, type TrainerSummary } from '@combogan/contracts';
import { checkpointBytes, iterationFlops, networksFor, parameterCounts, weightBytes } from '@combogan/model/cost';

export interface ModelCost {
  generators: number;
  discriminators: number;
  /** Learned values of all networks. */
  parameters: number;
}

/** What training `n` domains takes here, and what a CycleGAN for each pair would take. */
export function modelCosts(config: RunConfig, n: number): { combogan: ModelCost; cyclegan: ModelCost } {
  const { encoder, decoder, discriminator } = parameterCounts(config);
  const { combogan, cyclegan } = networksFor(n);
  const cost = ({ generators, discriminators }: { generators: number; discriminators: number }): ModelCost => ({
    generators,
    discriminators,
    parameters: generators * (encoder + decoder) + discriminators * discriminator,
  });
  return { combogan: cost(combogan), cyclegan: cost(cyclegan) };
}

/** Seconds of the whole run on a machine that does `flops` floating-point operations a second. */
export const trainingSeconds = (config: RunConfig, flops: number): number =>
  (config.iterations * iterationFlops(config)) / flops;

/**
 * The speed that so many runs are trained at: of the trainers that are online, as many as have a run each; else of one that
 * was. Null before the first measurement.
 */
export function speedOf(
  trainers: readonly Pick<TrainerSummary, 'name' | 'online' | 'flops'>[],
  runs: number,
): { flops: number; names: string[] } | null {
  const measured = trainers.flatMap(({ name, online, flops }) => (flops === null ? [] : { name, online, flops }));
  const online = measured.filter((trainer) => trainer.online);
  const used = (online.length > 0 ? online : measured.slice(0, 1)).slice(0, runs);
  if (used.length === 0) return null;
  return { flops: used.reduce((sum, { flops }) => sum + flops, 0), names: used.map(({ name }) => name) };
}

/** Epochs: how often the largest domain is gone through. */
export const epochsFor = (config: RunConfig, domains: readonly { trainCount: number }[]): number =>
  epochsOf(
    config.iterations,
    domains.map(({ trainCount }) => trainCount),
    config.batch,
  );

/** PNG keeps about this share of raw RGB for photographs. */
const PNG_SHARE = 0.6;

/** Bytes on disk once the run is finished: the last checkpoint, the sample sheets, and the weights, which a zip holds twice. */
export function diskBytes(config: RunConfig, domains: readonly { trainCount: number; probeCount: number }[]): number {
  const n = domains.length;
  const rows = domains.reduce(
    (sum, { trainCount, probeCount }) => sum + Math.min(LIMITS.probesPerDomain, probeCount || trainCount),
    0,
  );
  const sheets = Math.floor(config.iterations / config.sampleEvery) + 1;
  const sheet = rows * (n + 1) * config.size ** 2 * 3 * PNG_SHARE;
  return checkpointBytes(config, n) + sheets * sheet + 2 * n * weightBytes(config);
}
