import { createHash, timingSafeEqual } from 'node:crypto';
import { StudioError } from '@combogan/contracts';
import { CLIENT_ADDRESS } from './client-address.ts';
import type { WebEnv } from './env.ts';

/**
 * Lets the bearer of METRICS_TOKEN through. Where none is set, a program on this machine may ask, but only while the
 * studio itself is meant for this machine: behind a proxy everybody would seem to be here.
 * Throws a StudioError 'unauthenticated' otherwise.
 */
export function requireOperator({ headers }: Request, { metricsToken, publicUrl }: WebEnv): void {
  if (metricsToken === undefined) {
    if (isLoopback(new URL(publicUrl).hostname) && isLoopback(headers.get(CLIENT_ADDRESS) ?? '')) return;
    throw new StudioError('unauthenticated', 'Set METRICS_TOKEN, and send it as authorization: Bearer TOKEN.');
  }
  const given = /^Bearer (.+)$/i.exec(headers.get('authorization') ?? '')?.[1] ?? '';
  if (!timingSafeEqual(digest(given), digest(metricsToken)))
    throw new StudioError('unauthenticated', 'The metrics token is needed: authorization: Bearer TOKEN.');
}

/** Compared as hashes, which are equally long. */
const digest = (text: string): Buffer => createHash('sha256').update(text).digest();

const isLoopback = (host: string): boolean =>
  host === 'localhost' || /^(::ffff:)?127(\.\d+){3}$/.test(host) || ['::1', '[::1]'].includes(host);
