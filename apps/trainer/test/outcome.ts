import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { loadCheckpoint } from '../src/checkpoint/load.ts';
import { readZip } from '../src/export/unzip.ts';
import { sha256 } from '../src/files/hash.ts';
import { naturalOrder } from '../src/files/natural-order.ts';

/** What must not depend on how often a run was interrupted: losses and pairs, samples, the last state, the weights. */
export async function outcome(out: string) {
  const lines = readFileSync(join(out, 'log.ndjson'), 'utf8').trimEnd().split('\n');
  const events = lines.map((line) => JSON.parse(line));
  const weights = new Map<string, Buffer>();
  // The manifest says when the file was made.
  for (const name of readdirSync(join(out, 'weights')).sort())
    for (const [member, bytes] of await readZip(join(out, 'weights', name)))
      if (member !== 'manifest.json') weights.set(`${name}/${member}`, bytes);
  const state = (await loadCheckpoint(join(out, 'checkpoint')))?.state;
  return {
    iterations: events.filter(({ event }) => event === 'iteration').map(({ ms: _, ...record }) => record),
    sampleEvents: events.filter(({ event }) => event === 'sample'),
    samples: readdirSync(join(out, 'samples'))
      .sort(naturalOrder)
      .map((name) => [name, readFileSync(join(out, 'samples', name)).toString('base64')]),
    state: {
      ...state,
      domains: state?.domains.map(({ adamSteps, pool, tensors }) => ({
        adamSteps,
        bytes: hashes({ ...tensors, ...Object.fromEntries(pool.entries()) }),
      })),
    },
    weights: hashes(Object.fromEntries(weights)),
    last: { event: events.at(-1).event, iteration: events.at(-1).iteration },
  };
}

const hashes = (values: Record<string, Uint8Array | Float32Array>): Record<string, string> =>
  Object.fromEntries(
    Object.entries(values).map(([name, { buffer, byteOffset, byteLength }]) => [
      name,
      sha256(new Uint8Array(buffer, byteOffset, byteLength)),
    ]),
  );
