import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { startEmbedded } from '@combogan/db/embedded';
import { lockDataFolder, openDataFolder } from '../studio/data-folder.ts';
import { type Settings, StartError } from '../studio/settings.ts';

export interface OpenStudio {
  databaseUrl: string;
  storageDir: string;
  close(): Promise<void>;
}

/**
 * Reaches database and storage of the studio that the environment names, with the embedded Postgres if that is its
 * database. `alone`: throws a StartError while the studio runs; otherwise a running one is read beside its work.
 */
export async function openStudio(
  { dataDir, databaseUrl }: Settings,
  { alone }: { alone: boolean },
): Promise<OpenStudio> {
  if (!alone && !databaseUrl && !existsSync(join(dataDir, 'postgres')))
    throw new StartError(`There is no studio in ${dataDir}. Set STUDIO_DATA to the folder of the one to back up.`);
  await openDataFolder(dataDir);
  const storageDir = join(dataDir, 'storage');
  const release = await lockDataFolder(dataDir, 'a backup or restore').catch((error: unknown) => {
    if (alone || !(error instanceof StartError)) throw error;
    return null;
  });
  try {
    if (databaseUrl) return { databaseUrl, storageDir, close: async () => release?.() };
    const postgres = await startEmbedded({ dataDir: join(dataDir, 'postgres') });
    return {
      databaseUrl: postgres.url,
      storageDir,
      close: async () => {
        // a running studio's own server stays
        if (release) await postgres.stop();
        await release?.();
      },
    };
  } catch (error) {
    await release?.();
    throw error;
  }
}
