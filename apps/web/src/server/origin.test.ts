import { describe, expect, it } from 'vitest';
import { isOwnOrigin } from './origin.ts';

const PUBLIC = 'https://studio.example';
const from = (origin: string | null, host: string | null = '127.0.0.1:3000', secFetchSite: string | null = null) =>
  isOwnOrigin(PUBLIC, { origin, host, secFetchSite });

describe('A4: whose requests may change something', () => {
  it.each([
    ['the public address, whatever host a proxy asks for', from(PUBLIC)],
    ['the host that was asked', from('http://localhost:4000', 'localhost:4000')],
    ['a program', from(null)],
    ['a browser that hides a same-origin Origin', from(null, 'localhost:4000', 'same-origin')],
  ])('%s', (_who, allowed) => expect(allowed).toBe(true));

  it.each([
    ['another site', from('https://evil.example')],
    ['another port of this machine', from('http://localhost:4001', 'localhost:4000')],
    ['the public name over http', from('http://studio.example')],
    ['a sandboxed page', from('null')],
    ['a site that hides its Origin', from(null, 'localhost:4000', 'cross-site')],
    ['an Origin that begins like ours', from('https://studio.example.evil.example')],
    ['any Origin without a host', from('http://localhost:4000', null)],
  ])('not %s', (_who, allowed) => expect(allowed).toBe(false));
});
