import { openAsBlob } from 'node:fs';
import { readdir, stat } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { ImageRole, parseInput, StudioError } from '@combogan/contracts';
import type { Output } from '../output.ts';
import type { StudioClient } from '../studio-client.ts';

/** Uploads under way at once: the studio decodes two at a time and the line is busy meanwhile. */
const AT_ONCE = 4;
const IMAGE = /\.(jpe?g|png|webp)$/i;

export async function listDomains(client: StudioClient, output: Output): Promise<void> {
  for (const domain of await client.domains())
    output.result(domain, `${domain.id}  ${domain.name}  ${domain.trainCount} images, ${domain.probeCount} probes`);
}

export async function createDomain(
  client: StudioClient,
  output: Output,
  name: string,
  { description }: { description?: string },
): Promise<void> {
  const domain = await client.createDomain(name, description);
  output.result(domain, domain.id);
}

/** Uploads files, and of folders every image in them. Refused files are listed; the rest go through. */
export async function upload(
  client: StudioClient,
  output: Output,
  wanted: string,
  paths: string[],
  options: { role: string },
): Promise<void> {
  const role = parseInput(ImageRole, options.role);
  const files = (await Promise.all(paths.map(imagesIn))).flat();
  if (files.length === 0) throw new StudioError('invalid', 'There is no JPEG, PNG or WebP among these paths.');
  const { id, name } = await client.findDomain(wanted);
  const counts = { added: 0, present: 0, refused: 0 };
  const queue = files.values();
  const work = async (): Promise<void> => {
    for (const path of queue)
      try {
        const file = { name: basename(path), role, read: () => openAsBlob(path) };
        const { duplicate, image } = await client.upload(id, file);
        counts[duplicate ? 'present' : 'added'] += 1;
        if (output.json) output.result({ path, duplicate, image }, '');
      } catch (error) {
        // about this file alone; anything else would meet every other file as well
        if (!(error instanceof StudioError) || !['invalid', 'unsupported', 'too_large'].includes(error.code))
          throw error;
        counts.refused += 1;
        if (output.json) output.result({ path, error: error.toBody().error }, '');
        else output.note(`${path}: ${error.message}`);
      }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, work));
  output.note(`${name}: ${counts.added} added, ${counts.present} were there, ${counts.refused} refused`);
  if (counts.refused > 0) process.exitCode = 1;
}

async function imagesIn(path: string): Promise<string[]> {
  const found = await stat(path).catch(() => null);
  if (!found) throw new StudioError('not_found', `There is no file or folder ${path}.`);
  if (!found.isDirectory()) return [path];
  const entries = await readdir(path, { recursive: true, withFileTypes: true });
  return entries
    .filter((entry) => entry.isFile() && IMAGE.test(entry.name))
    .map((entry) => join(entry.parentPath, entry.name))
    .sort();
}
