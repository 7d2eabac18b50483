import { createDb } from '@combogan/db';
import { createAuth } from '../src/server/auth.ts';
import type { WebEnv } from '../src/server/env.ts';
import { createGate } from '../src/server/gate.ts';
import type { Logger } from '../src/server/log.ts';
import { createMetrics } from '../src/server/metrics.ts';
import { createRateLimit } from '../src/server/rate-limit.ts';
import { createReadiness } from '../src/server/readiness.ts';
import type { Services } from '../src/server/services.ts';
import { prepareStorage } from '../src/server/storage.ts';
import { readOpenApi } from './openapi-file.ts';

const MINUTE = 60_000;

/** Opens the database and the storage folder. Throws an Error that says which of them is the trouble. */
export async function openServices(env: WebEnv, log: Logger): Promise<Services> {
  await prepareStorage(env.storageDir).catch((error: NodeJS.ErrnoException) => {
    throw new Error(`The storage folder ${env.storageDir} cannot be used: ${error.message}`);
  });
  const db = createDb(env.databaseUrl, { max: 10 });
  await db.pool.query('select 1').catch(async (error: Error) => {
    await db.close();
    throw new Error(`The database does not answer: ${error.message}`);
  });
  return {
    env,
    db,
    log,
    auth: createAuth(db, env, log),
    limits: {
      // a person who mistypes does not notice; a dictionary does
      signIn: createRateLimit({ max: 10, windowMs: MINUTE }),
      setup: createRateLimit({ max: 10, windowMs: MINUTE }),
      join: createRateLimit({ max: 10, windowMs: MINUTE }),
      // a program's steady work, an upload of many small files included
      token: createRateLimit({ max: 6000, windowMs: MINUTE }),
      tokenGuess: createRateLimit({ max: 600, windowMs: MINUTE }),
      // above what a browser that uploads a folder of small images reaches
      upload: createRateLimit({ max: 6000, windowMs: MINUTE }),
      // nobody types this fast
      comment: createRateLimit({ max: 30, windowMs: MINUTE }),
    },
    openApi: await readOpenApi(),
    readiness: createReadiness({ db, env, log }),
    metrics: createMetrics(db),
    // each decoder has threads of its own, and the trainer may be on this machine
    ingestGate: createGate(2),
  };
}
