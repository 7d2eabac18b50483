import fc from 'fast-check';
import { describe, expect, it, test } from 'vitest';
import { checkTarget, isPrivateAddress } from './target.ts';

describe('N3: what is not the public internet', () => {
  it.each([
    '127.0.0.1',
    '127.255.0.9',
    '10.1.2.3',
    '172.16.0.1',
    '172.31.255.255',
    '192.168.1.1',
    '169.254.169.254',
    '100.64.0.1',
    '0.0.0.0',
    '224.0.0.1',
    '255.255.255.255',
    '::',
    '::1',
    'fe80::1',
    'fc00::1',
    'fd12::1',
    'ff02::1',
    '::ffff:127.0.0.1',
    '::ffff:8.8.8.8',
    '64:ff9b::7f00:1',
    '2001:db8::1',
    '2002:7f00:1::',
    '2001::1',
  ])('%s', (address) => expect(isPrivateAddress(address)).toBe(true));
  it.each(['8.8.8.8', '172.32.0.1', '192.169.0.1', '100.128.0.1', '2606:4700::1111', '2a00:1450::1'])(
    'but not %s',
    (address) => expect(isPrivateAddress(address)).toBe(false),
  );
  test('any IPv4 address inside an IPv6 one', () => {
    fc.assert(fc.property(fc.ipV4(), (address) => isPrivateAddress(`::ffff:${address}`)));
  });
});

describe('N3: a webhook', () => {
  it.each([
    'http://127.0.0.1:5432/',
    'http://[::1]/',
    'http://localhost/',
    'http://a.localhost:80/',
    'http://2130706433/',
    'http://0x7f.1/',
    'http://[::ffff:10.0.0.1]/',
    'https://169.254.169.254/latest/meta-data',
  ])('may not call %s, unless the studio allows it', (url) => {
    expect(() => checkTarget(url, false)).toThrow(/private address/);
    expect(() => checkTarget(url, true)).not.toThrow();
  });
  it('may call the internet', () => {
    for (const url of ['https://hooks.example.org/x', 'http://8.8.8.8:8080/'])
      expect(() => checkTarget(url, false)).not.toThrow();
  });
});
