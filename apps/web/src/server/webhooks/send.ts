import { createHmac } from 'node:crypto';
import { type LookupAddress, lookup } from 'node:dns';
import { request as httpRequest } from 'node:http';
import { request as httpsRequest } from 'node:https';
import type { LookupFunction } from 'node:net';
import { WEBHOOK_HEADERS, type WebhookMessage } from '@combogan/contracts';
import { checkTarget, isPrivateAddress, privateTarget } from './target.ts';

export interface Target {
  url: string;
  secret: string;
  /** Whether private addresses may be reached. */
  allowPrivate: boolean;
  /** Milliseconds until the status must be there. */
  within: number;
}

/** `v1=` and the HMAC-SHA256 of `timestamp.body`, for the receiver to hold against its copy of the secret. */
export const signature = (secret: string, timestamp: number, body: string): string =>
  `v1=${createHmac('sha256', secret).update(`${timestamp}.${body}`).digest('hex')}`;

/**
 * Posts a message and resolves with the status of the answer, whose body is not read. Redirects are not followed.
 * Rejects with an Error for people when there is no answer in time, or the host's address is a private one.
 */
export async function sendWebhook(target: Target, message: WebhookMessage): Promise<number> {
  checkTarget(target.url, target.allowPrivate);
  const url = new URL(target.url);
  const body = JSON.stringify(message);
  const timestamp = Math.floor(Date.now() / 1000);
  const headers = {
    'content-type': 'application/json',
    'content-length': Buffer.byteLength(body),
    'user-agent': 'ComboGAN-Studio',
    [WEBHOOK_HEADERS.delivery]: message.id,
    [WEBHOOK_HEADERS.kind]: message.kind,
    [WEBHOOK_HEADERS.timestamp]: String(timestamp),
    [WEBHOOK_HEADERS.signature]: signature(target.secret, timestamp, body),
  };
  const send = url.protocol === 'https:' ? httpsRequest : httpRequest;
  return new Promise((resolve, reject) => {
    const request = send(url, {
      method: 'POST',
      headers,
      agent: false,
      signal: AbortSignal.timeout(target.within),
      ...(!target.allowPrivate && { lookup: publicLookup }),
    });
    request.on('response', (response) => {
      resolve(response.statusCode ?? 0);
      // whatever it says besides is of no use, and could be endless
      response.destroy();
    });
    request.on('error', (error) =>
      reject(
        error.name === 'AbortError' || error.name === 'TimeoutError'
          ? new Error(`No answer within ${target.within / 1000} s.`)
          : error,
      ),
    );
    request.end(body);
  });
}

/** A look-up whose result is what the connection uses, so nobody can change it in between. */
const publicLookup: LookupFunction = (host, options, done) => {
  lookup(host, { ...options, all: true }, (error, found: LookupAddress[]) => {
    const [first] = found ?? [];
    if (error || !first) return done(error ?? new Error(`${host} has no address.`), '', 0);
    if (found.some(({ address }) => isPrivateAddress(address))) return done(privateTarget(host), '', 0);
    if (options.all) return done(null, found);
    done(null, first.address, first.family);
  });
};
