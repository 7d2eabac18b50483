import { createHash } from 'node:crypto';
import { type Readable, Transform } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { StudioError } from '@combogan/contracts';
import { type Entry, openPromise, type ZipFile } from 'yauzl';
import { fileEntry, MANIFEST, MANIFEST_HASH, Manifest, tableEntry } from './manifest.ts';

export interface Archive {
  manifest: Manifest;
  /** The content of an entry; the stream breaks when it is not what the manifest says. */
  read(name: string): Promise<Readable>;
  close(): void;
}

const damaged = (what: string) => new StudioError('invalid', `This backup is damaged: ${what}. Nothing was changed.`);

/**
 * Opens a backup and reads all of it once against its hashes.
 * @throws StudioError `invalid` when a byte is missing, changed, or not of a backup
 */
export async function openArchive(path: string, report: (line: string) => void = () => {}): Promise<Archive> {
  const zip = await openPromise(path, { lazyEntries: true, autoClose: false }).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') throw new StudioError('not_found', `There is no file ${path}.`);
    throw damaged(error.message);
  });
  try {
    const entries = await allEntries(zip);
    const manifest = await readManifest(zip, entries);
    const wanted = new Map<string, { sha256: string; bytes: number }>();
    for (const table of manifest.tables) wanted.set(tableEntry(table.name), table);
    for (const file of manifest.files) wanted.set(fileEntry(file.path), file);
    const read = async (name: string): Promise<Readable> => {
      const entry = entries.get(name);
      const says = wanted.get(name);
      if (!entry || !says) throw damaged(`${name} is missing`);
      return checked(name, await zip.openReadStreamPromise(entry), says);
    };
    report(`checking ${wanted.size} entries`);
    for (const name of wanted.keys()) await drain(await read(name));
    return { manifest, read, close: () => zip.close() };
  } catch (error) {
    zip.close();
    // what the zip's reader finds is damage too
    throw error instanceof StudioError ? error : damaged(error instanceof Error ? error.message : String(error));
  }
}

async function allEntries(zip: ZipFile): Promise<Map<string, Entry>> {
  const entries = new Map<string, Entry>();
  await new Promise<void>((resolve, reject) => {
    zip.on('entry', (entry: Entry) => {
      entries.set(entry.fileName, entry);
      zip.readEntry();
    });
    zip.once('end', resolve);
    zip.once('error', reject);
    zip.readEntry();
  });
  return entries;
}

async function readManifest(zip: ZipFile, entries: Map<string, Entry>): Promise<Manifest> {
  const text = async (name: string): Promise<string> => {
    const entry = entries.get(name);
    if (!entry) throw damaged(`it has no ${name}`);
    const chunks: Buffer[] = [];
    for await (const chunk of await zip.openReadStreamPromise(entry)) chunks.push(chunk as Buffer);
    return Buffer.concat(chunks).toString('utf8');
  };
  const manifest = await text(MANIFEST);
  if (sha256(manifest) !== (await text(MANIFEST_HASH))) throw damaged(`${MANIFEST} is not what was written`);
  const parsed = Manifest.safeParse(JSON.parse(manifest));
  if (!parsed.success) throw damaged(`${MANIFEST} is of another program`);
  return parsed.data;
}

function checked(name: string, source: Readable, says: { sha256: string; bytes: number }): Readable {
  const hash = createHash('sha256');
  let bytes = 0;
  const check = new Transform({
    transform(chunk: Buffer, _encoding, done) {
      hash.update(chunk);
      bytes += chunk.byteLength;
      done(null, chunk);
    },
    flush(done) {
      const right = bytes === says.bytes && hash.digest('hex') === says.sha256;
      done(right ? null : damaged(`${name} is not what was written`));
    },
  });
  // whoever reads hears of what breaks here
  pipeline(source, check).catch((error: Error) => check.destroy(error));
  return check;
}

async function drain(source: Readable): Promise<void> {
  for await (const _ of source);
}

export const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex');
