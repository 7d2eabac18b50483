/** Where to go after signing in: only a path of this site, never another host. */
export function safeReturn(next: string | string[] | undefined): string {
  if (typeof next !== 'string' || !next.startsWith('/')) return '/';
  const here = 'http://studio.invalid';
  const url = URL.canParse(next, here) ? new URL(next, here) : null;
  return url?.origin === here ? url.pathname + url.search : '/';
}
