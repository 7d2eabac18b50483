import type { AddressInfo } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import { createLog } from '../src/server/log.ts';
import { createHttp, type Handler, listenOn } from './http.ts';

const open: (() => void)[] = [];
afterEach(() => {
  for (const close of open.splice(0)) close();
});

async function serve(handler: Handler, options: { trustProxy?: boolean } = {}) {
  const lines: string[] = [];
  const log = createLog('debug', { write: (line) => void lines.push(line) });
  const server = createHttp(handler, { log, trustProxy: options.trustProxy ?? false });
  const port = await listenOn(server, { host: '127.0.0.1', port: 0 });
  open.push(() => server.close());
  return { url: `http://127.0.0.1:${port}`, logged: () => lines.join('') };
}

/** Answers with the request headers it was given. */
const mirror: Handler = async (request, response) => {
  response.end(JSON.stringify(request.headers));
};

describe('A4: headers', () => {
  it('a page gets a policy whose nonce is new each time and known to the renderer', async () => {
    const { url } = await serve(mirror);
    const nonces = new Set<string>();
    for (let n = 0; n < 3; n += 1) {
      const response = await fetch(`${url}/runs`);
      const policy = response.headers.get('content-security-policy') ?? '';
      const nonce = /script-src 'self' 'nonce-([^']+)';/.exec(policy)?.[1] ?? '';
      const seen = await response.json();
      expect(seen['content-security-policy']).toBe(policy);
      expect(seen['x-nonce']).toBe(nonce);
      expect(policy).toContain("frame-ancestors 'none'");
      expect(policy.split(';').find((part) => part.includes('script-src'))).not.toContain('unsafe');
      nonces.add(nonce);
    }
    expect(nonces.size).toBe(3);
  });

  it('data runs nothing, and nothing is sniffed or framed', async () => {
    const { url } = await serve(mirror);
    for (const path of ['/api/runs', '/healthz', '/api/domains?x=1']) {
      const { headers } = await fetch(url + path);
      expect(headers.get('content-security-policy')).toMatch(/^default-src 'none'/);
      expect(headers.get('x-content-type-options')).toBe('nosniff');
      expect(headers.get('referrer-policy')).toBe('same-origin');
      expect(headers.get('x-frame-options')).toBe('DENY');
    }
  });
});

it('tells routes the address of the client, whatever the client says', async () => {
  const forged = { headers: { 'x-client-address': '203.0.113.9', 'x-forwarded-for': '203.0.113.8, 198.51.100.7' } };
  const direct = await serve(mirror);
  expect((await (await fetch(direct.url, forged)).json())['x-client-address']).toBe('127.0.0.1');
  const proxied = await serve(mirror, { trustProxy: true });
  expect((await (await fetch(proxied.url, forged)).json())['x-client-address']).toBe('198.51.100.7');
});

it('names each request in its answer and in the log, without the query', async () => {
  const { url, logged } = await serve(mirror);
  const response = await fetch(`${url}/setup?token=one-time-secret`, { headers: { 'x-request-id': 'forged' } });
  await response.text();
  const id = response.headers.get('x-request-id') ?? '';
  expect(id).toMatch(/^[0-9a-f-]{36}$/);
  await expect.poll(logged).toContain(id);
  expect(logged()).toContain('"path":"/setup"');
  expect(logged()).not.toContain('one-time-secret');
});

it('keeps the token of an invite out of the log', async () => {
  const { url, logged } = await serve(mirror);
  await (await fetch(`${url}/join/an-invites-secret`)).text();
  await expect.poll(logged).toContain('"path":"/join/[hidden]"');
  expect(logged()).not.toContain('an-invites-secret');
});

it('sends the length that a streamed file names', async () => {
  const { url } = await serve(async (_request, response) => {
    // as Next writes a route's headers
    response.setHeader('x-body-length', ['5']);
    response.setHeader('content-type', ['application/zip']);
    response.write('he');
    response.end('llo');
  });
  const response = await fetch(url);
  expect(response.headers.get('content-length')).toBe('5');
  expect(response.headers.has('x-body-length')).toBe(false);
  expect(await response.text()).toBe('hello');
});

it('answers 500 to a handler that breaks, and tells the log alone why', async () => {
  const { url, logged } = await serve(async () => {
    throw new Error('a detail of the inside');
  });
  const response = await fetch(url);
  expect(response.status).toBe(500);
  expect(await response.text()).not.toContain('detail');
  expect(logged()).toContain('a detail of the inside');
});

it('says what to do when the port is taken or the address is not ours', async () => {
  const log = createLog('silent');
  const first = createHttp(mirror, { log, trustProxy: false });
  await listenOn(first, { host: '127.0.0.1', port: 0 });
  open.push(() => first.close());
  const { port } = first.address() as AddressInfo;
  const second = createHttp(mirror, { log, trustProxy: false });
  await expect(listenOn(second, { host: '127.0.0.1', port })).rejects.toThrow(
    `Port ${port} of 127.0.0.1 is in use. Stop the other program or choose another port: PORT=${port + 1}.`,
  );
  await expect(listenOn(second, { host: '192.0.2.1', port: 0 })).rejects.toThrow(/no address of this machine/);
});
