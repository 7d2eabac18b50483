import type { TrainerHello } from '@combogan/contracts';
import { type Db, inTransaction } from '../db.ts';
import { notify } from '../feed/notify.ts';

type Hello = Pick<TrainerHello, 'engine' | 'device' | 'flops'>;

/** Records that a trainer came, with what it says of itself, or went. A null measurement keeps the earlier one. */
export async function trainerSeen(db: Db, id: string, hello: Hello | null, online: boolean): Promise<void> {
  await inTransaction(db, async (tx) => {
    await tx.trainer.update({
      where: { id },
      data: {
        online,
        lastSeenAt: new Date(),
        engine: hello?.engine,
        device: hello?.device,
        flops: hello?.flops ?? undefined,
      },
    });
    await notify(tx, { kind: 'trainers' });
  });
}

/** The trainer's connection is gone. The run it holds stays with it until its lease ends. */
export const releaseTrainer = (db: Db, id: string): Promise<void> => trainerSeen(db, id, null, false);
