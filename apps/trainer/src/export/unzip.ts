import { createWriteStream } from 'node:fs';
import { join } from 'node:path';
import { buffer } from 'node:stream/consumers';
import { pipeline } from 'node:stream/promises';
import { promisify } from 'node:util';
import yauzl, { type Entry, type Options, type ZipFile } from 'yauzl';

type Visit = (name: string, open: () => Promise<NodeJS.ReadableStream>) => Promise<void>;

const openZip = promisify(yauzl.open) as (path: string, options: Options) => Promise<ZipFile>;

/** Visits the members of a zip one after another. */
async function eachMember(path: string, visit: Visit): Promise<void> {
  const zip = await openZip(path, { lazyEntries: true });
  const open = promisify(zip.openReadStream.bind(zip)) as (entry: Entry) => Promise<NodeJS.ReadableStream>;
  await new Promise<void>((resolve, reject) => {
    zip.on('error', reject);
    zip.on('end', resolve);
    zip.on('entry', (entry: Entry) => {
      visit(entry.fileName, () => open(entry)).then(() => zip.readEntry(), reject);
    });
    zip.readEntry();
  }).finally(() => zip.close());
}

/** Writes the named members of a zip into a folder. Throws when one is missing; other members are left alone. */
export async function unzip(path: string, folder: string, names: readonly string[]): Promise<void> {
  const missing = new Set(names);
  await eachMember(path, async (name, open) => {
    if (missing.delete(name)) await pipeline(await open(), createWriteStream(join(folder, name)));
  });
  if (missing.size > 0) throw new Error(`${path} lacks ${[...missing].join(', ')}`);
}

/** The members of a zip, in their order, whole in memory; only those named when `names` are given. */
export async function readZip(path: string, names?: readonly string[]): Promise<Map<string, Buffer>> {
  const members = new Map<string, Buffer>();
  await eachMember(path, async (name, open) => {
    if (!names || names.includes(name)) members.set(name, await buffer(await open()));
  });
  return members;
}
