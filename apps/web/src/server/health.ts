import { constants } from 'node:fs';
import { access } from 'node:fs/promises';
import type { Health } from '@combogan/contracts';
import type { z } from 'zod';
import type { Logger } from './log.ts';
import type { Services } from './services.ts';

/** A database that takes longer than this to say 1 serves nobody. */
const ANSWER_WITHIN = 2000;

/** Asks the database and the storage folder. Never throws; details stay in the log, for anyone may call this. */
export async function checkHealth({ db, env, log }: Services): Promise<z.infer<typeof Health>> {
  const [database, storage] = await Promise.all([
    judge(log, 'database', db.pool.query('select 1')),
    judge(log, 'storage', access(env.storageDir, constants.R_OK | constants.W_OK)),
  ]);
  return { ok: database === 'ok' && storage === 'ok', database, storage };
}

/** Whether `question` is answered in time; why not stays in the log. */
export async function judge(log: Logger, name: string, question: Promise<unknown>): Promise<'ok' | 'unavailable'> {
  try {
    await within(ANSWER_WITHIN, question);
    return 'ok';
  } catch (error) {
    log.warn({ err: error }, `${name} does not answer`);
    return 'unavailable';
  }
}

async function within(ms: number, task: Promise<unknown>): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(`no answer within ${ms} ms`)), ms);
  });
  await Promise.race([task, late]).finally(() => clearTimeout(timer));
}
