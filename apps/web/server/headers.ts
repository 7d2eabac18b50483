import { randomBytes } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';

/** Sent with every answer (A4). */
const ALWAYS: Record<string, string> = {
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'same-origin',
  'x-frame-options': 'DENY',
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-resource-policy': 'same-origin',
  'permissions-policy': 'camera=(), microphone=(), geolocation=(), payment=(), usb=()',
};

/** An answer that is data runs nothing, even when someone opens it as a page. */
const DATA_POLICY = "default-src 'none'; frame-ancestors 'none'; sandbox";

const pagePolicy = (nonce: string): string =>
  [
    "default-src 'self'",
    `script-src 'self' 'nonce-${nonce}'`,
    // components place themselves by style attributes, and toasts bring their own style element
    "style-src 'self' 'unsafe-inline'",
    "img-src 'self' blob: data:",
    "font-src 'self'",
    "connect-src 'self'",
    "worker-src 'self' blob:",
    "object-src 'none'",
    "base-uri 'none'",
    "form-action 'self'",
    "frame-ancestors 'none'",
  ].join('; ');

const isData = (path: string): boolean =>
  path.startsWith('/api/') || ['/healthz', '/readyz', '/metrics'].includes(path);

/**
 * Sets the security headers. A page's scripts are allowed by a nonce that only this answer has: Next reads it from the
 * request's own policy header and puts it on every script it writes; `x-nonce` is for the layout's.
 */
export function secure(request: IncomingMessage, response: ServerResponse, path: string): void {
  for (const [name, value] of Object.entries(ALWAYS)) response.setHeader(name, value);
  if (isData(path)) {
    response.setHeader('content-security-policy', DATA_POLICY);
    return;
  }
  const nonce = randomBytes(16).toString('base64');
  const policy = pagePolicy(nonce);
  request.headers['content-security-policy'] = policy;
  request.headers['x-nonce'] = nonce;
  response.setHeader('content-security-policy', policy);
}
