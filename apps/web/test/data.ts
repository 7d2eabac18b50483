import { createHash, randomUUID } from 'node:crypto';
import { type NumberedTrainerEvent, RunConfig, type RunConfigInput, type RunSummary } from '@combogan/contracts';
import { addImage, createDomain, createRun } from '@combogan/db';
import sharp from 'sharp';
import { ingestImage } from '../src/server/ingest.ts';
import type { Services } from '../src/server/services.ts';

/** A domain with that many images in the storage. */
export async function makeDomain({ db, env }: Services, name: string, images = 3): Promise<string> {
  const domain = await createDomain(db, { name, description: '' });
  for (let n = 0; n < images; n += 1) {
    const { r, g, b } = { r: n * 20, g: name.length * 9, b: (name.charCodeAt(0) * 7) % 256 };
    const png = sharp({ create: { width: 32, height: 32, channels: 3, background: { r, g, b } } }).png();
    await addImage(db, domain.id, {
      ...(await ingestImage(env.storageDir, await png.toBuffer())),
      name: `${n}.png`,
      role: 'train',
    });
  }
  return domain.id;
}

/** A queued run of two new domains. */
export async function makeRun(services: Services, config: RunConfigInput = {}): Promise<RunSummary> {
  const mark = randomUUID().slice(0, 8);
  const domainIds = [await makeDomain(services, `A${mark}`), await makeDomain(services, `B${mark}`)];
  return createRun(
    services.db,
    { name: 'A run', domainIds, config: RunConfig.parse({ iterations: 100_000, ...config }) },
    { launchedById: null },
  );
}

/** Losses of one iteration between the first two domains, as event `seq`. */
export const lossEvent = (seq: number, iteration: number, domains: [string, string]): NumberedTrainerEvent => ({
  seq,
  event: {
    kind: 'iterations',
    records: [
      {
        iteration,
        domains,
        losses: { [domains[0]]: { gan: 0.5, cycle: 1 }, [domains[1]]: { gan: 0.4, cycle: 2 } },
        learningRate: 0.0002,
        ms: 10,
      },
    ],
  },
});

export const sha256 = (content: Uint8Array): string => createHash('sha256').update(content).digest('hex');
