import { createWriteStream } from 'node:fs';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { promisify } from 'node:util';
import yauzl, { type Entry, type Options, type ZipFile } from 'yauzl';

const openZip = promisify(yauzl.open) as (path: string, options: Options) => Promise<ZipFile>;

/** Writes the named members of a zip into a folder. Throws when one is missing; other members are left alone. */
export async function unzip(path: string, folder: string, names: readonly string[]): Promise<void> {
  const zip = await openZip(path, { lazyEntries: true });
  const missing = new Set(names);
  const write = async (entry: Entry): Promise<void> => {
    if (missing.delete(entry.fileName)) {
      const read = promisify(zip.openReadStream.bind(zip)) as (entry: Entry) => Promise<NodeJS.ReadableStream>;
      await pipeline(await read(entry), createWriteStream(join(folder, entry.fileName)));
    }
    zip.readEntry();
  };
  await new Promise<void>((resolve, reject) => {
    zip.on('error', reject);
    zip.on('end', resolve);
    zip.on('entry', (entry: Entry) => write(entry).catch(reject));
    zip.readEntry();
  }).finally(() => zip.close());
  if (missing.size > 0) throw new Error(`${path} lacks ${[...missing].join(', ')}`);
}
