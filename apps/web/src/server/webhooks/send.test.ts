import { createServer, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import { hostname } from 'node:os';
import type { WebhookMessage } from '@combogan/contracts';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { sendWebhook, signature } from './send.ts';

const open: (() => void)[] = [];
afterEach(() => {
  for (const close of open.splice(0)) close();
});
async function receive(listener: RequestListener): Promise<string> {
  const server = createServer(listener);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  open.push(() => {
    server.closeAllConnections();
    server.close();
  });
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}
const message: WebhookMessage = {
  id: '0190a0a0-0000-7000-8000-000000000000',
  kind: 'test',
  at: '2026-01-01T00:00:00.000Z',
  notice: null,
  url: 'http://studio.test/team',
};
const to = (url: string, options: { allowPrivate?: boolean; within?: number } = {}) =>
  sendWebhook({ url, secret: 'a secret', allowPrivate: true, within: 5_000, ...options }, message);

describe('N2: what a webhook is sent', () => {
  it('is signed, so that the receiver can tell who sent it and when', async () => {
    let valid = false;
    const url = await receive(async (request, response) => {
      const chunks: Buffer[] = [];
      for await (const chunk of request) chunks.push(chunk);
      const body = Buffer.concat(chunks).toString();
      const timestamp = Number(request.headers['x-studio-timestamp']);
      valid =
        request.headers['x-studio-signature'] === signature('a secret', timestamp, body) &&
        Math.abs(Date.now() / 1000 - timestamp) < 60 &&
        request.headers['x-studio-delivery'] === message.id &&
        JSON.parse(body).id === message.id;
      response.writeHead(204).end();
    });
    expect(await to(url)).toBe(204);
    expect(valid).toBe(true);
    // as `printf 1.body | openssl dgst -sha256 -hmac key` has it
    expect(signature('key', 1, 'body')).toBe('v1=91b5374b153842ad05b2c4eab9349b8321b14703165bd3fb8b034dfb8be98ae5');
  });

  it('follows no redirect and does not read the answer', async () => {
    const visited = vi.fn();
    const elsewhere = await receive((_request, response) => {
      visited();
      response.end();
    });
    const moved = await receive((_request, response) => response.writeHead(302, { location: elsewhere }).end());
    expect(await to(moved)).toBe(302);
    expect(visited).not.toHaveBeenCalled();
    const endless = await receive((_request, response) => {
      response.writeHead(200);
      const more = () => response.write('x'.repeat(65_536), () => setImmediate(more));
      response.on('error', () => {});
      more();
    });
    expect(await to(endless)).toBe(200);
  });

  it('gives up on whoever is silent, and says so of whoever is not there', async () => {
    const silent = await receive(() => {});
    await expect(to(silent, { within: 50 })).rejects.toThrow('No answer within 0.05 s.');
    await expect(to('http://127.0.0.1:1/')).rejects.toThrow(/ECONNREFUSED/);
  });

  it('N3: does not reach a private address, by number or by name', async () => {
    const visited = vi.fn();
    const url = await receive((_request, response) => {
      visited();
      response.end();
    });
    await expect(to(url, { allowPrivate: false })).rejects.toThrow(/private address/);
    // a name that looks public is judged by the address it stands for
    const byName = url.replace('127.0.0.1', hostname());
    await expect(to(byName, { allowPrivate: false })).rejects.toThrow();
    expect(visited).not.toHaveBeenCalled();
  });
});
