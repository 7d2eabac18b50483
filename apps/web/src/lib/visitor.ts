import type { Person } from '@combogan/contracts';
import { setupNeeded } from '@combogan/db';
import { services } from '../server/services.ts';
import { personOf } from '../server/session.ts';

/** Who asks for a page, and whether the studio still waits for its owner. Runs on the server. */
export async function visitor(headers: Headers): Promise<{ me: Person | null; setupNeeded: boolean }> {
  const all = services();
  const me = await personOf(all, headers);
  return { me, setupNeeded: !me && (await setupNeeded(all.db)) };
}
