import type { Db } from '@combogan/db';
import type { Auth } from './auth.ts';
import type { WebEnv } from './env.ts';
import type { Gate } from './gate.ts';
import type { Logger } from './log.ts';
import type { Metrics } from './metrics.ts';
import type { RateLimit } from './rate-limit.ts';
import type { ReadinessCheck } from './readiness.ts';

/** What the server opens once at start and every route and socket uses. */
export interface Services {
  env: WebEnv;
  db: Db;
  auth: Auth;
  log: Logger;
  limits: {
    signIn: RateLimit;
    setup: RateLimit;
    join: RateLimit;
    token: RateLimit;
    tokenGuess: RateLimit;
    upload: RateLimit;
    comment: RateLimit;
  };
  /** The OpenAPI document; null where nothing was built. */
  openApi: string | null;
  readiness: ReadinessCheck;
  metrics: Metrics;
  /** Images being decoded at once. */
  ingestGate: Gate;
}

/**
 * The server and Next's routes are two bundles in one process: module variables exist twice, the global object once.
 */
const KEY = Symbol.for('combogan.studio.services');
const shared = globalThis as { [KEY]?: Services };

export function provideServices(services: Services): void {
  shared[KEY] = services;
}

/** Throws when no server was started in this process, as during a build. */
export function services(): Services {
  const found = shared[KEY];
  if (!found) throw new Error('The web server has not been started in this process.');
  return found;
}
