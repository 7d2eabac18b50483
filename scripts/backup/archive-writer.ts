import { createHash } from 'node:crypto';
import { createWriteStream } from 'node:fs';
import { open, rename, rm } from 'node:fs/promises';
import { dirname } from 'node:path';
import { type Readable, Transform } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { ZipFile } from 'yazl';

export interface ArchiveWriter {
  /** Adds what `source` gives and resolves, when all of it is written, with its hash and length. */
  add(name: string, source: Readable, options: { compress: boolean }): Promise<{ sha256: string; bytes: number }>;
}

/** Writes a zip under a temporary name and renames it when `work` is done and all is on the disk; else it is gone. */
export async function writeArchive(path: string, work: (archive: ArchiveWriter) => Promise<void>): Promise<void> {
  const partial = `${path}.partial`;
  const zip = new ZipFile();
  const written = pipeline(zip.outputStream, createWriteStream(partial, { mode: 0o600 }));
  const broken = Promise.race([written, new Promise<never>((_, reject) => zip.once('error', reject))]);
  broken.catch(() => {});
  const add: ArchiveWriter['add'] = async (name, source, { compress }) => {
    const hash = createHash('sha256');
    let bytes = 0;
    const counted = new Transform({
      transform(chunk: Buffer, _encoding, done) {
        hash.update(chunk);
        bytes += chunk.byteLength;
        done(null, chunk);
      },
    });
    // tables and checkpoints may be larger than 4 GiB, and their length is not known before
    zip.addReadStream(counted, name, { compress, forceZip64Format: true, mode: 0o100600 });
    await Promise.race([pipeline(source, counted), broken]);
    return { sha256: hash.digest('hex'), bytes };
  };
  try {
    await work({ add });
    zip.end();
    await broken;
    const file = await open(partial, 'r');
    await file.sync().finally(() => file.close());
    await rename(partial, path);
    const folder = await open(dirname(path), 'r');
    await folder.sync().finally(() => folder.close());
  } finally {
    zip.outputStream.unpipe();
    await rm(partial, { force: true });
  }
}
