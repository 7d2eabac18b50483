import { randomBytes } from 'node:crypto';
import { createReadStream, createWriteStream, statSync } from 'node:fs';
import { mkdir, rename, rm } from 'node:fs/promises';
import { request as httpRequest, type IncomingMessage } from 'node:http';
import { request as httpsRequest } from 'node:https';
import { dirname } from 'node:path';
import { text } from 'node:stream/consumers';
import { pipeline } from 'node:stream/promises';
import { type ArtifactKind, ErrorBody, type ErrorCode, HTTP_STATUS } from '@combogan/contracts';
import { sha256OfFile } from '../files/hash.ts';
import { Refused } from './refusal.ts';
import { CONNECT_TIMING } from './timing.ts';

/** What an upload is: a file whose hash and length are known. */
export interface Artifact {
  kind: ArtifactKind;
  /** For the server's log. */
  name: string;
  path: string;
  sha256: string;
  bytes: number;
}

export interface Attempt {
  runId: string;
  attemptToken: string;
}

const codeOf = (status: number): ErrorCode => {
  const found = Object.entries(HTTP_STATUS).find(([, value]) => value === status);
  return (found?.[0] as ErrorCode | undefined) ?? (status >= 500 ? 'internal' : 'invalid');
};

/** The error of an answer that is not a success. */
async function refusalOf(response: IncomingMessage): Promise<Refused> {
  const status = response.statusCode ?? 0;
  const body = await text(response).catch(() => '');
  try {
    return new Refused(ErrorBody.parse(JSON.parse(body)).error);
  } catch {
    return new Refused({ code: codeOf(status), message: `the studio answered with status ${status}` });
  }
}

/** The trainer's HTTP requests: images down, artifacts up. Streams both ways, so size is no matter of memory. */
export class StudioHttp {
  readonly #url: string;
  readonly #token: string;

  constructor(url: string, token: string) {
    this.#url = url;
    this.#token = token;
  }

  /** Fetches an image to `path`; it appears there only when its hash is right. */
  async fetchImage(sha256: string, path: string, signal: AbortSignal): Promise<void> {
    await mkdir(dirname(path), { recursive: true });
    const temporary = `${path}.tmp-${randomBytes(4).toString('hex')}`;
    try {
      const response = await this.#send('GET', `/api/trainer/images/${sha256}`, {}, signal);
      await pipeline(response, createWriteStream(temporary, { flags: 'wx' }), { signal });
      const received = await sha256OfFile(temporary);
      if (received !== sha256) throw new Error(`image ${sha256.slice(0, 12)} arrived damaged`);
      await rename(temporary, path);
    } finally {
      await rm(temporary, { force: true });
    }
  }

  /**
   * Fetches the checkpoint that an attempt begins at to `path`, going on after what lies there of an earlier try. Throws
   * when its hash is wrong, and then removes it.
   */
  async fetchCheckpoint(attempt: Attempt, sha256: string, path: string, signal: AbortSignal): Promise<void> {
    const here = statSync(path, { throwIfNoEntry: false })?.size ?? 0;
    const rest: Record<string, string> = here > 0 ? { range: `bytes=${here}-`, 'if-range': `"${sha256}"` } : {};
    const headers = { 'x-attempt-token': attempt.attemptToken, ...rest };
    const response = await this.#send('GET', `/api/trainer/runs/${attempt.runId}/checkpoint`, headers, signal);
    await pipeline(response, createWriteStream(path, { flags: response.statusCode === 206 ? 'a' : 'w' }), { signal });
    if ((await sha256OfFile(path)) === sha256) return;
    await rm(path, { force: true });
    throw new Error('it arrived damaged');
  }

  /** Uploads an artifact of an attempt. Throws Refused when the studio says no. */
  async putArtifact(attempt: Attempt, artifact: Artifact, signal: AbortSignal): Promise<void> {
    const { kind, name, path, sha256, bytes } = artifact;
    const headers = {
      'content-type': 'application/octet-stream',
      'content-length': String(bytes),
      'x-attempt-token': attempt.attemptToken,
      'x-content-sha256': sha256,
    };
    const target = `/api/trainer/runs/${attempt.runId}/artifacts/${kind}?name=${encodeURIComponent(name)}`;
    const response = await this.#send('PUT', target, headers, signal, path);
    await text(response);
  }

  async #send(
    method: string,
    path: string,
    headers: Record<string, string>,
    signal: AbortSignal,
    file?: string,
  ): Promise<IncomingMessage> {
    const url = new URL(path, this.#url);
    const send = url.protocol === 'https:' ? httpsRequest : httpRequest;
    const request = send(url, { method, headers: { ...headers, authorization: `Bearer ${this.#token}` }, signal });
    request.setTimeout(CONNECT_TIMING.transferStalled, () =>
      request.destroy(new Error('the transfer to the studio stalled')),
    );
    const answered = new Promise<IncomingMessage>((resolve, reject) => {
      request.once('response', resolve);
      // More than one may come, when the line breaks while we send.
      request.on('error', reject);
    });
    if (file === undefined) request.end();
    // An early refusal closes the connection while we still write; the answer then says more than the broken pipe.
    else pipeline(createReadStream(file), request).catch((error: unknown) => request.destroy(error as Error));
    const response = await answered;
    const status = response.statusCode ?? 0;
    if (status < 200 || status >= 300) throw await refusalOf(response);
    return response;
  }
}
