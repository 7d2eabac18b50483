import { StudioError, type TrainerEvent } from '@combogan/contracts';
import type { Tx } from '../db.ts';

/** Rows for the files that the events announce. A file made again for the same iteration replaces the earlier one. */
export async function storeProducts(tx: Tx, runId: string, events: TrainerEvent[]): Promise<void> {
  for (const event of events)
    switch (event.kind) {
      case 'sample': {
        const { iteration, reconstructions, ...made } = event.sheet;
        const sheet = {
          ...made,
          reconstructionSha256: reconstructions?.sha256 ?? null,
          reconstructionBytes: reconstructions?.bytes ?? null,
        };
        await tx.sample.upsert({
          where: { runId_iteration: { runId, iteration } },
          create: { runId, iteration, ...sheet },
          update: sheet,
        });
        break;
      }
      case 'weights': {
        const { domain, iteration, sha256, bytes } = event;
        await tx.weightsFile.upsert({
          where: { runId_domain_iteration: { runId, domain, iteration } },
          create: { runId, domain, iteration, sha256, bytes },
          update: { sha256, bytes },
        });
        break;
      }
      case 'applied': {
        const { number, iteration } = event;
        const pending = { runId, number, iteration: null };
        const { count } = await tx.runChange.updateMany({ where: pending, data: { iteration } });
        if (count === 0)
          throw new StudioError('invalid', `No change ${number} waits to be taken.`, { field: 'events' });
        break;
      }
      case 'checkpoint': {
        const { iteration, sha256, bytes } = event;
        await tx.checkpoint.upsert({
          where: { runId_iteration: { runId, iteration } },
          create: { runId, iteration, sha256, bytes },
          update: { sha256, bytes },
        });
        break;
      }
    }
}
