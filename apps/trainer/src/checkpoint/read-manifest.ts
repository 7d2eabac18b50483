import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { CheckpointManifest } from '@combogan/contracts';
import { TrainerError } from '../errors.ts';
import { MANIFEST_FILE } from './save.ts';

const { format, version } = CheckpointManifest.shape;
const EXPECTED = { format: format.value, version: version.value };

/**
 * Reads what a checkpoint says of itself. Throws a `data` error for another format or version, and a plain one for a
 * manifest that is damaged.
 */
export function readManifest(folder: string): CheckpointManifest {
  const path = join(folder, MANIFEST_FILE);
  if (!existsSync(path)) throw new Error(`${MANIFEST_FILE} is missing`);
  const manifest = parseJson(readFileSync(path, 'utf8'));
  for (const [field, expected] of Object.entries(EXPECTED))
    if (manifest[field] !== undefined && manifest[field] !== expected)
      throw new TrainerError(
        'data',
        `the checkpoint ${folder} can't be read here: ${field}: expected ${expected}, found ${manifest[field]}`,
      );
  const parsed = CheckpointManifest.safeParse(manifest);
  if (parsed.success) return parsed.data;
  const problems = parsed.error.issues.map((issue) => `${issue.path.join('.')}: ${issue.message}`);
  throw new Error(`${MANIFEST_FILE}: ${problems.join('; ')}`);
}

function parseJson(text: string): Record<string, unknown> {
  try {
    const value: unknown = JSON.parse(text);
    if (typeof value === 'object' && value !== null) return value as Record<string, unknown>;
  } catch {
    // Said below.
  }
  throw new Error(`${MANIFEST_FILE} is not JSON`);
}
