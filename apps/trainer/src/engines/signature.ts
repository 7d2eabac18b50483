import { RunConfig } from '@combogan/contracts';
import { createRandom, NETWORKS } from '@combogan/model';
import { firstState } from '../checkpoint/training-state.ts';
import type { Batch } from '../data/batches.ts';
import { TrainingSession } from '../training/session.ts';
import type { Engine, StoredTensors } from './engine.ts';

const DOMAINS = ['A', 'B'];
const PROJECTIONS = 4;

/** The step that engines are checked with: every kind of layer, as small as can be. */
export const CHECK_CONFIG = RunConfig.parse({
  size: 32,
  ngf: 4,
  ndf: 4,
  blocks: 2,
  discriminatorLayers: 2,
  lambdaIdentity: 1,
  lambdaForward: 1,
});

/** A batch of noise for two domains: neither the time of a step nor its correctness depends on what images show. */
export function noiseBatch(config: RunConfig, iteration: number): Batch {
  const noise = (domain: string): Float32Array => {
    const stream = createRandom(config.seed)(`noise.${domain}`, iteration);
    return Float32Array.from({ length: config.batch * 3 * config.size ** 2 }, () => 2 * stream.uniform() - 1);
  };
  return { iteration, pair: [0, 1], images: [noise('A'), noise('B')] };
}

export const noiseSession = (engine: Engine, config: RunConfig): TrainingSession =>
  new TrainingSession(engine, config, DOMAINS, firstState(config, DOMAINS));

/** Length of a network's gradients, and their components along fixed random directions. */
function summary(tensors: StoredTensors, network: string): number[] {
  const sums = new Array<number>(PROJECTIONS + 1).fill(0);
  for (const [name, values] of Object.entries(tensors)) {
    if (!name.startsWith(`${network}.`) || !name.endsWith('.m')) continue;
    const stream = createRandom(1)(`direction.${name}`);
    for (const value of values) {
      const signs = stream.bits();
      sums[0] = (sums[0] ?? 0) + value ** 2;
      for (let k = 0; k < PROJECTIONS; k++) sums[k + 1] = (sums[k + 1] ?? 0) + ((signs >>> k) & 1 ? value : -value);
    }
  }
  sums[0] = Math.sqrt(sums[0] ?? 0);
  return sums;
}

/**
 * What an engine makes of one fixed iteration: for each network its first Adam moments (a multiple of the gradients) in
 * a few numbers. The engine must be for CHECK_CONFIG.
 */
export async function signatureOf(engine: Engine): Promise<number[][]> {
  const session = noiseSession(engine, CHECK_CONFIG);
  await session.iterate(noiseBatch(CHECK_CONFIG, 1));
  const states = [await engine.tensors(0), await engine.tensors(1)];
  return states.flatMap((tensors) => NETWORKS.map((network) => summary(tensors, network)));
}

/**
 * How far two signatures are apart, as a fraction of the gradients' length: rounding gives about 0.001. Infinite when
 * one of them is not finite.
 */
export function signatureDistance(a: readonly number[][], b: readonly number[][]): number {
  const apart = a.flatMap((summaryA, i) =>
    summaryA.map((value, k) => Math.abs(value - (b[i]?.[k] ?? Number.NaN)) / (summaryA[0] || 1)),
  );
  return apart.every(Number.isFinite) ? Math.max(...apart) : Number.POSITIVE_INFINITY;
}
