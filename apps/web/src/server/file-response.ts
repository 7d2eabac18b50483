import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { Readable } from 'node:stream';
import { StudioError } from '@combogan/contracts';
import { byteRange } from './byte-range.ts';
import { findImageFile } from './storage.ts';

/** Response header that the HTTP server sends as Content-Length: see server/body-length.ts. */
export const BODY_LENGTH = 'x-body-length';

export interface ServedFile {
  path: string;
  type: string;
  /** Names the content. */
  sha256: string;
  /** 'keep' (the default) where the address stands for this content for good; 'revalidate' where it may change. */
  cache?: 'keep' | 'revalidate';
  /** Sent as a download under this name. */
  downloadAs?: string;
}

/**
 * Streams a stored file, with an ETag to ask again by. A broken download goes on
 * by Range (RFC 9110, section 14). Throws a StudioError 'not_found' when the file is gone.
 */
export async function fileResponse(request: Request, file: ServedFile): Promise<Response> {
  const found = await stat(file.path).catch(() => null);
  if (!found) throw new StudioError('not_found', 'The file is no longer stored.');
  const etag = `"${file.sha256}"`;
  const headers = new Headers({
    etag,
    'cache-control': file.cache === 'revalidate' ? 'private, no-cache' : 'private, max-age=31536000, immutable',
    'accept-ranges': 'bytes',
    'content-type': file.type,
  });
  if (file.downloadAs) headers.set('content-disposition', attachment(file.downloadAs));
  if (matches(request.headers.get('if-none-match'), etag)) return new Response(null, { status: 304, headers });

  const ifRange = request.headers.get('if-range');
  const asked = ifRange === null || ifRange === etag ? request.headers.get('range') : null;
  const range = byteRange(asked, found.size);
  if (range === 'unsatisfiable') {
    headers.set('content-range', `bytes */${found.size}`);
    return new Response(null, { status: 416, headers });
  }
  const { start, end } = range ?? { start: 0, end: found.size - 1 };
  headers.set(BODY_LENGTH, String(end - start + 1));
  if (range) headers.set('content-range', `bytes ${start}-${end}/${found.size}`);
  const body = request.method === 'HEAD' ? null : streamOf(file.path, start, end);
  return new Response(body, { status: range ? 206 : 200, headers });
}

const streamOf = (path: string, start: number, end: number): ReadableStream<Uint8Array> | null =>
  end < start ? null : (Readable.toWeb(createReadStream(path, { start, end })) as ReadableStream<Uint8Array>);

const matches = (ifNoneMatch: string | null, etag: string): boolean =>
  ifNoneMatch !== null &&
  (ifNoneMatch.trim() === '*' || ifNoneMatch.split(',').some((tag) => tag.trim().replace(/^W\//, '') === etag));

/** RFC 6266: a plain name for every client, and the real one in UTF-8 for those that read it. */
function attachment(name: string): string {
  const plain = name.replace(/[^\w.-]+/g, '_');
  const encoded = encodeURIComponent(name).replace(/['()*]/g, (c) => `%${c.charCodeAt(0).toString(16).toUpperCase()}`);
  return `attachment; filename="${plain}"; filename*=UTF-8''${encoded}`;
}

/** Streams an image of the storage by its hash. Throws a StudioError 'not_found' when it is not stored. */
export async function imageResponse(request: Request, storageDir: string, sha256: string): Promise<Response> {
  const found = await findImageFile(storageDir, sha256);
  if (!found) throw new StudioError('not_found', 'The image is no longer stored.');
  return fileResponse(request, { ...found, sha256 });
}
