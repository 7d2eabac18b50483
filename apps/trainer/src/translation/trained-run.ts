import { join } from 'node:path';
import type { RunConfig } from '@combogan/contracts';
import { loadCheckpoint } from '../checkpoint/load.ts';
import type { StoredTensors } from '../engines/engine.ts';
import { TrainerError } from '../errors.ts';
import { readWeightsFolder } from '../export/read-weights.ts';
import { CHECKPOINT_FOLDER, WEIGHTS_FOLDER } from '../training/job.ts';

/** What translation needs of a run. */
export interface TrainedRun {
  config: RunConfig;
  /** Domains whose networks are here, in the run's order. */
  domains: { key: string; tensors: StoredTensors }[];
  /** Iterations that made them. */
  iteration: number;
  /** Where they come from, for people. */
  from: string;
}

/**
 * The networks in a folder: those of a run's last checkpoint, else of its weights files, else of weights files that lie in the
 * folder itself, as downloaded from a studio. Throws when there are none.
 */
export async function loadTrainedRun(folder: string): Promise<TrainedRun> {
  const checkpoint = await loadCheckpoint(join(folder, CHECKPOINT_FOLDER));
  if (checkpoint) {
    const { manifest, state } = checkpoint;
    const domains = manifest.domains.map(({ key }, index) => ({ key, tensors: state.domains[index]?.tensors ?? {} }));
    const from = checkpoint.damaged === null ? 'checkpoint' : `checkpoint before the last one (${checkpoint.damaged})`;
    return { config: manifest.config, domains, iteration: manifest.iteration, from };
  }
  for (const place of [join(folder, WEIGHTS_FOLDER), folder]) {
    const weights = await readWeightsFolder(place);
    const [first] = weights;
    if (!first) continue;
    const { config, iteration, domains: order } = first.manifest;
    const domains = weights
      .map(({ manifest, tensors }) => ({ key: manifest.domain, tensors }))
      .sort((a, b) => order.indexOf(a.key) - order.indexOf(b.key));
    return { config, domains, iteration, from: 'weights files' };
  }
  throw new TrainerError('usage', `--run: ${folder} holds neither a checkpoint nor weights files`);
}
