import type { Readiness } from '@combogan/contracts';
import { type Db, type Feed, pendingMigrations } from '@combogan/db';
import type { WebEnv } from './env.ts';
import { judge } from './health.ts';
import type { Logger } from './log.ts';
import { probeStorage } from './storage.ts';

export interface ReadinessCheck {
  phase: Readiness['phase'];
  /** The connection that hears changes, once it is open. */
  feed: Feed | null;
  /** Never throws; details stay in the log. */
  check(): Promise<Readiness>;
}

/** Whether this process may be sent work. Made by the server's own bundle, which knows where the migrations are. */
export function createReadiness({ db, env, log }: { db: Db; env: WebEnv; log: Logger }): ReadinessCheck {
  const migrationsApplied = async () => {
    const pending = await pendingMigrations(db.pool);
    if (pending.length > 0) throw new Error(`not applied: ${pending.join(', ')}`);
  };
  const readiness: ReadinessCheck = {
    phase: 'starting',
    feed: null,
    async check() {
      const [migrations, listener, storage] = await Promise.all([
        judge(log, 'migrations', migrationsApplied()),
        judge(log, 'listener', readiness.feed?.check() ?? Promise.reject(new Error('not listening yet'))),
        judge(log, 'storage', probeStorage(env.storageDir)),
      ]);
      const { phase } = readiness;
      const ready = phase === 'ready' && [migrations, listener, storage].every((answer) => answer === 'ok');
      return { ready, phase, migrations, listener, storage };
    },
  };
  return readiness;
}
