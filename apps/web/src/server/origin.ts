/** The request headers an origin is judged by. */
export interface OriginHeaders {
  origin: string | null | undefined;
  host: string | null | undefined;
  secFetchSite: string | null | undefined;
}

/**
 * Whether a request that changes something, or opens a socket, comes from the studio's own pages (A4): its Origin is
 * the public address or the very host that was asked, so a port-forward or another name of this machine works too.
 * Another site that resolves its name to this server passes as well, but holds no cookie of ours. Programs send no
 * Origin and carry their own credentials; a browser that hides it still says Sec-Fetch-Site.
 */
export function isOwnOrigin(publicUrl: string, { origin, host, secFetchSite }: OriginHeaders): boolean {
  if (!origin) return !secFetchSite || secFetchSite === 'same-origin' || secFetchSite === 'none';
  if (origin === publicUrl) return true;
  return Boolean(host) && URL.canParse(origin) && new URL(origin).host === host;
}

export const originHeaders = (headers: Headers): OriginHeaders => ({
  origin: headers.get('origin'),
  host: headers.get('host'),
  secFetchSite: headers.get('sec-fetch-site'),
});
