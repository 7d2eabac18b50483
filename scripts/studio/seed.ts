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

/** Fills an empty studio with the demo's domains and queues its run. A studio that has anything in it is left alone. */
export async function seedDemo(db: Db, storageDir: string): Promise<boolean> {
  if ((await listDomains(db)).length > 0 || (await listRuns(db)).length > 0) return false;
  const domainIds: string[] = [];
  for (const demo of DEMO_DOMAINS) {
    const domain = await createDomain(db, { name: demo.name, description: demo.description, source: demo.source });
    for await (const image of demoImages(demo)) {
      const stored = await ingestImage(storageDir, image.png);
      await addImage(db, domain.id, { ...stored, name: image.name, role: image.role });
    }
    domainIds.push(domain.id);
  }
  await createRun(
    db,
    { name: 'Emoji in four styles', domainIds, config: RunConfig.parse(DEMO_CONFIG) },
    { launchedById: null },
  );
  return true;
}
