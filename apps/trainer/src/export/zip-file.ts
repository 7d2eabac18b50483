import { createHash, type Hash } from 'node:crypto';
import { createWriteStream, mkdirSync, renameSync, rmSync } from 'node:fs';
import { open } from 'node:fs/promises';
import { dirname } from 'node:path';
import { Transform } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { ZipFile } from 'yazl';
import { syncFolder, temporaryBeside } from '../files/atomic.ts';

/** A member of a zip: bytes, or a file on disk that is streamed. */
export type ZipMember = { name: string; bytes: Uint8Array } | { name: string; path: string };

// Zips store local time: built from local parts, this date gives the same bytes in every time zone.
const FIXED_DATE = new Date(1980, 0, 1);

const counting = (hash: Hash, onBytes: (bytes: number) => void): Transform =>
  new Transform({
    transform(chunk: Buffer, _encoding, done) {
      hash.update(chunk);
      onBytes(chunk.byteLength);
      done(null, chunk);
    },
  });

/**
 * Writes a zip, atomically. Members are stored, not compressed: float32 weights hardly shrink, and the same members
 * give the same bytes everywhere. Returns the file's SHA-256 and length.
 */
export async function writeZip(
  path: string,
  members: readonly ZipMember[],
): Promise<{ sha256: string; bytes: number }> {
  mkdirSync(dirname(path), { recursive: true });
  const temporary = temporaryBeside(path);
  const zip = new ZipFile();
  const options = { mtime: FIXED_DATE, mode: 0o100644, compress: false, forceDosTimestamp: true };
  for (const member of members) {
    if ('bytes' in member) zip.addBuffer(Buffer.from(member.bytes), member.name, options);
    else zip.addFile(member.path, member.name, options);
  }
  zip.end();
  const hash = createHash('sha256');
  let bytes = 0;
  try {
    const failed = new Promise<never>((_, reject) => zip.once('error', reject));
    const written = pipeline(
      zip.outputStream,
      counting(hash, (count) => {
        bytes += count;
      }),
      createWriteStream(temporary, { flags: 'wx' }),
    );
    await Promise.race([written, failed]);
    const file = await open(temporary, 'r');
    await file.sync().finally(() => file.close());
    renameSync(temporary, path);
  } finally {
    rmSync(temporary, { force: true });
  }
  syncFolder(dirname(path));
  return { sha256: hash.digest('hex'), bytes };
}
