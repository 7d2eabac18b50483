import type { Person } from '@combogan/contracts';
import { setupNeeded } from '@combogan/db';
import { headers } from 'next/headers';
import { redirect } from 'next/navigation';
import { cache } from 'react';
import { services } from '../server/services.ts';
import { personOf } from '../server/session.ts';

/** Who asks for a page, and whether the studio still waits for its owner. Runs on the server, once a request. */
export const visitor = cache(async (): Promise<{ me: Person | null; setupNeeded: boolean }> => {
  const all = services();
  const me = await personOf(all, await headers());
  return { me, setupNeeded: !me && (await setupNeeded(all.db)) };
});

/** For pages of people who are signed in: others are sent to where they can be, and come back to `path` afterwards. */
export async function requireSignedIn(path: string): Promise<void> {
  const { me, setupNeeded } = await visitor();
  if (!me) redirect(setupNeeded ? '/setup' : path === '/' ? '/sign-in' : `/sign-in?next=${encodeURIComponent(path)}`);
}
