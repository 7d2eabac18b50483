import { RunConfig } from '@combogan/contracts';
import { addImage, createDomain, createRun, type Db, listDomains, listRuns } from '@combogan/db';
import { DEMO_DOMAINS, demoImages } from '@combogan/demo';
import { ingestImage } from '../../apps/web/src/server/ingest.ts';

/** A run that a two-core machine finishes in about ten minutes and that shows the idea: shapes stay, styles change. */
const DEMO_CONFIG = {
  size: 64,
  ngf: 32,
  ndf: 32,
  iterations: 2000,
  lambdaIdentity: 1,
  sampleEvery: 50,
  checkpointEvery: 500,
  seed: 1,
};

/**
 * Fills an empty studio with the demo's domains and queues its run; goes on where an interrupted seeding stopped.
 * A studio with a run or a domain of its own is left alone.
 */
export async function seedDemo(db: Db, storageDir: string): Promise<boolean> {
  const existing = await listDomains(db);
  const isDemo = (name: string) => DEMO_DOMAINS.some((demo) => demo.name === name);
  if ((await listRuns(db)).length > 0 || !existing.every((domain) => isDemo(domain.name))) return false;
  const domainIds: string[] = [];
  for (const demo of DEMO_DOMAINS) {
    const { name, description, source } = demo;
    const domain =
      existing.find((other) => other.name === name) ?? (await createDomain(db, { name, description, source }));
    await inParallel(demoImages(demo), async (image) => {
      const stored = await ingestImage(storageDir, await image.png());
      await addImage(db, domain.id, { ...stored, name: image.name, role: image.role });
    });
    domainIds.push(domain.id);
  }
  await createRun(
    db,
    { name: 'Emoji in four styles', domainIds, config: RunConfig.parse(DEMO_CONFIG) },
    { launchedById: null },
  );
  return true;
}

/** Files at work at once: rendering keeps the cores busy while other files wait for the disk. */
const AT_ONCE = 8;

async function inParallel<T>(items: readonly T[], work: (item: T) => Promise<void>): Promise<void> {
  const queue = items.values();
  await Promise.all(
    Array.from({ length: AT_ONCE }, async () => {
      for (const item of queue) await work(item);
    }),
  );
}
