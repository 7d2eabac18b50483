import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { CONFIG_FIELDS, WeightsManifest } from '@combogan/contracts';
import type { StoredTensors } from '../engines/engine.ts';
import { stateShapes } from '../engines/state-shapes.ts';
import { messageOf, TrainerError } from '../errors.ts';
import { sha256, shortHash } from '../files/hash.ts';
import { naturalOrder } from '../files/natural-order.ts';
import { openSafetensors } from '../safetensors/read.ts';
import { readZip } from './unzip.ts';

const WEIGHTS = 'weights.safetensors';
const MANIFEST = 'manifest.json';

/** A domain's weights out of its zip. */
export interface DomainWeights {
  manifest: WeightsManifest;
  /** All of the model's `DomainState.tensors`, the moments 0. */
  tensors: StoredTensors;
}

/** What a weights file says of itself. Throws with the field for another format or version. */
function parseManifest(bytes: Buffer | undefined): WeightsManifest {
  if (!bytes) throw new Error(`it holds no ${MANIFEST}`);
  const parsed = WeightsManifest.safeParse(JSON.parse(bytes.toString('utf8')));
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  throw new Error(`${MANIFEST}: ${issue?.path.join('.')}: ${issue?.message}`);
}

async function readDomainWeights(path: string): Promise<DomainWeights> {
  const members = await readZip(path, [MANIFEST, WEIGHTS]);
  const manifest = parseManifest(members.get(MANIFEST));
  const bytes = members.get(WEIGHTS);
  if (!bytes) throw new Error(`it holds no ${WEIGHTS}`);
  const [expected, found] = [manifest.files[WEIGHTS] ?? '', sha256(bytes)];
  if (found !== expected)
    throw new Error(`${WEIGHTS}: expected SHA-256 ${shortHash(expected)}, found ${shortHash(found)}`);
  const file = openSafetensors(bytes);
  const tensors: StoredTensors = {};
  for (const [name, shape] of stateShapes(manifest.config)) {
    if (/\.[mv]$/.test(name)) {
      tensors[name] = new Float32Array(shape.reduce((product, side) => product * side, 1));
      continue;
    }
    const tensor = file.read(name);
    if (tensor.shape.join() !== shape.join())
      throw new Error(`${WEIGHTS}: tensor ${name}: expected [${shape}], found [${tensor.shape}]`);
    tensors[name] = tensor.data;
  }
  return { manifest, tensors };
}

/** Throws unless two weights files are of one run at one iteration. */
function checkSame(first: WeightsManifest, other: WeightsManifest, name: string): void {
  const fields: [string, unknown, unknown][] = [
    ['domains', first.domains.join(', '), other.domains.join(', ')],
    ['run', first.run?.id, other.run?.id],
    ['iteration', first.iteration, other.iteration],
    ...CONFIG_FIELDS.map((field): [string, unknown, unknown] => [field, first.config[field], other.config[field]]),
  ];
  for (const [field, expected, found] of fields)
    if (expected !== found)
      throw new TrainerError(
        'data',
        `${name} is not of the same run as the others: ${field}: expected ${expected}, found ${found}`,
      );
}

/**
 * The weights zips of a folder, one for each domain, checked by hash; empty when there are none. Throws a `data` error for a file that is
 * damaged or of another run than the others.
 */
export async function readWeightsFolder(folder: string): Promise<DomainWeights[]> {
  if (!existsSync(folder)) return [];
  const found: DomainWeights[] = [];
  const names = readdirSync(folder).filter((name) => name.endsWith('.zip') && !name.startsWith('.'));
  for (const name of names.sort(naturalOrder)) {
    const weights = await readDomainWeights(join(folder, name)).catch((error: unknown) => {
      throw new TrainerError('data', `${join(folder, name)} is no weights file: ${messageOf(error)}`);
    });
    if (found[0]) checkSame(found[0].manifest, weights.manifest, name);
    if (found.some(({ manifest }) => manifest.domain === weights.manifest.domain))
      throw new TrainerError('data', `${folder} holds the weights of ${weights.manifest.domain} twice`);
    found.push(weights);
  }
  return found;
}
