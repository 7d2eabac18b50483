import { stat } from 'node:fs/promises';
import { dirname } from 'node:path';

/** `nobody` on Debian, Alpine and macOS containers alike: Postgres refuses to run as root. */
const NOBODY = 65534;

/** Whom Postgres runs as. Null: the user of this process. */
export type Account = { uid: number; gid: number } | null;

/**
 * As root the owner of the existing cluster, so that data made by an ordinary user stays usable by that user,
 * else nobody.
 */
export async function postgresAccount(clusterDir: string): Promise<Account> {
  if (process.getuid?.() !== 0) return null;
  const owner = await stat(clusterDir).catch(() => null);
  if (owner && owner.uid !== 0) return { uid: owner.uid, gid: owner.gid };
  return { uid: NOBODY, gid: NOBODY };
}

/** Whether the account may enter `path` and every folder above it, by their modes. */
export async function canEnter(path: string, account: Account): Promise<boolean> {
  if (!account) return true;
  for (let folder = path; ; folder = dirname(folder)) {
    const { uid, gid, mode } = await stat(folder);
    const bit = uid === account.uid ? 0o100 : gid === account.gid ? 0o010 : 0o001;
    if (!(mode & bit)) return false;
    if (folder === dirname(folder)) return true;
  }
}
