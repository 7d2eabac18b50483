import { type CheckpointManifest, CONFIG_FIELDS, type RunConfig } from '@combogan/contracts';
import { TrainerError } from '../errors.ts';
import { shortHash } from '../files/hash.ts';

const differs = (field: string, expected: unknown, found: unknown): TrainerError =>
  new TrainerError('data', `the checkpoint is of another run: ${field}: expected ${expected}, found ${found}`);

const keysOf = (domains: readonly { key: string }[]): string => domains.map(({ key }) => key).join(', ');

/** Throws a `data` error that names the difference when a checkpoint is not of this run: its options, its domains, its images. */
export function compareCheckpoint(
  manifest: CheckpointManifest,
  config: RunConfig,
  domains: readonly { key: string; dataset: string; frozen?: boolean | undefined }[],
): void {
  if (keysOf(manifest.domains) !== keysOf(domains)) throw differs('domains', keysOf(domains), keysOf(manifest.domains));
  for (const field of CONFIG_FIELDS)
    if (manifest.config[field] !== config[field]) throw differs(field, config[field], manifest.config[field]);
  for (const [index, { key, dataset, frozen = false }] of domains.entries()) {
    const was = manifest.domains[index]?.frozen ?? false;
    if (was !== frozen) throw differs(`frozen, domain ${key}`, frozen, was);
    const trainedOn = manifest.domains[index]?.dataset ?? '';
    if (trainedOn !== dataset)
      throw new TrainerError(
        'data',
        `domain ${key}: its images are not those the checkpoint was trained on (hash of all: expected ${shortHash(trainedOn)}, found ${shortHash(dataset)}); put the same files back or start a new run`,
      );
  }
}
