import { BlockList, isIP, isIPv6 } from 'node:net';
import { StudioError } from '@combogan/contracts';

/** Networks that are not the public internet (RFC 6890 and its registries): a webhook must not reach into ours. */
const PRIVATE: readonly [string, number][] = [
  ['0.0.0.0', 8],
  ['10.0.0.0', 8],
  ['100.64.0.0', 10],
  ['127.0.0.0', 8],
  ['169.254.0.0', 16],
  ['172.16.0.0', 12],
  ['192.0.0.0', 24],
  ['192.0.2.0', 24],
  ['192.88.99.0', 24],
  ['192.168.0.0', 16],
  ['198.18.0.0', 15],
  ['198.51.100.0', 24],
  ['203.0.113.0', 24],
  ['224.0.0.0', 4],
  ['240.0.0.0', 4],
];
/** Of IPv6 only this is the public internet, and not these parts of it: Teredo, documentation, 6to4. */
const PUBLIC_V6 = blockList([['2000::', 3]]);
const PRIVATE_V6 = blockList([
  ['2001::', 23],
  ['2001:db8::', 32],
  ['2002::', 16],
  ['3fff::', 20],
]);
const PRIVATE_V4 = blockList(PRIVATE);

function blockList(networks: readonly [string, number][]): BlockList {
  const list = new BlockList();
  for (const [address, bits] of networks) list.addSubnet(address, bits, isIPv6(address) ? 'ipv6' : 'ipv4');
  return list;
}

/** Whether an IP address lies outside of the public internet. */
export function isPrivateAddress(address: string): boolean {
  if (isIP(address) === 4) return PRIVATE_V4.check(address, 'ipv4');
  return !PUBLIC_V6.check(address, 'ipv6') || PRIVATE_V6.check(address, 'ipv6');
}

/**
 * Refuses an address that names a private host outright. A name is looked up, and judged again, when something is sent:
 * what it means may change.
 * @throws StudioError `invalid` on `url`
 */
export function checkTarget(url: string, allowPrivate: boolean): void {
  const host = new URL(url).hostname.replace(/^\[|\]$/g, '');
  if (allowPrivate) return;
  if (isIP(host) ? isPrivateAddress(host) : /(^|\.)localhost\.?$/i.test(host)) throw privateTarget(host);
}

export const privateTarget = (host: string) =>
  new StudioError(
    'invalid',
    `${host} is a private address. Webhooks reach the public internet only, unless the studio is started with WEBHOOK_PRIVATE=1.`,
    { field: 'url' },
  );
