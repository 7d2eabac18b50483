import { setTimeout as sleep } from 'node:timers/promises';
import { StartError } from './settings.ts';

const WITHIN = 30_000;
const EVERY = 100;

/** Resolves when GET /healthz answers 200; throws when the process ends first or nothing answers in time. */
export async function waitUntilHealthy(url: string, exited: Promise<number | null>): Promise<void> {
  let ended = false;
  void exited.then(() => {
    ended = true;
  });
  let last = 'no answer';
  for (const end = Date.now() + WITHIN; Date.now() < end; await sleep(EVERY)) {
    if (ended) throw new StartError('The web server ended while starting. Its last lines are above.');
    try {
      const response = await fetch(`${url}/healthz`);
      if (response.ok) return;
      last = await response.text();
    } catch {
      // not listening yet
    }
  }
  throw new StartError(`The web server did not become healthy within ${WITHIN / 1000} s: ${last}`);
}
