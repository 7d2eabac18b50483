import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { mkdir, open, rename, rm, stat } from 'node:fs/promises';
import { dirname } from 'node:path';
import { StudioError } from '@combogan/contracts';
import { type Connection, send } from './http.ts';

/** A download that broke goes on so often. */
const TRIES = 8;

/**
 * Downloads a file whose hash is known. It grows beside its place as PATH.part, so one that breaks, or a command that
 * is killed, goes on by Range where it stopped; it gets its name when the hash fits. Returns whether it was there.
 * @throws StudioError `invalid` when the content is not what it should be
 */
export async function download(
  connection: Connection,
  path: string,
  file: { place: string; sha256: string; bytes: number },
): Promise<'present' | 'downloaded'> {
  const { place, sha256, bytes } = file;
  if ((await sizeOf(place)) === bytes && (await hashOf(place)) === sha256) return 'present';
  const part = `${place}.part`;
  await mkdir(dirname(place), { recursive: true });
  for (let attempt = 1; (await sizeOf(part)) < bytes; attempt += 1) {
    try {
      await append(connection, path, part, sha256);
    } catch (error) {
      // the studio's own refusal is final; a line that broke is not
      if (error instanceof StudioError || attempt >= TRIES) throw error;
    }
  }
  if ((await hashOf(part)) !== sha256) {
    await rm(part, { force: true });
    throw new StudioError('invalid', `${place} is not what the studio stored (SHA-256 differs). Download it again.`);
  }
  await rename(part, place);
  return 'downloaded';
}

async function append(connection: Connection, path: string, part: string, sha256: string): Promise<void> {
  const from = await sizeOf(part);
  // If-Range: another content starts anew instead of being glued to ours
  const headers = from > 0 ? { range: `bytes=${from}-`, 'if-range': `"${sha256}"` } : undefined;
  const response = await send(connection, path, { headers });
  const output = await open(part, response.status === 206 ? 'a' : 'w');
  try {
    for await (const chunk of response.body ?? []) await output.write(chunk);
    await output.sync();
  } finally {
    await output.close();
  }
}

const sizeOf = async (path: string): Promise<number> => (await stat(path).catch(() => null))?.size ?? 0;

async function hashOf(path: string): Promise<string> {
  const hash = createHash('sha256');
  for await (const chunk of createReadStream(path)) hash.update(chunk);
  return hash.digest('hex');
}
