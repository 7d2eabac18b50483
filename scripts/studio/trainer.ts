import { join } from 'node:path';
import { type Service, startService } from './service.ts';
import { ROOT, type Settings } from './settings.ts';
import { red } from './terminal.ts';

/** A trainer that ends by itself is started again after so long, doubling up to the maximum. */
const RESTART_AFTER = { first: 1_000, most: 60_000 };

/** Runs this machine's trainer and restarts it when it dies. Returns the function that stops it for good. */
export function keepTrainer(settings: Settings, url: string, token: string): () => Promise<void> {
  let stopped = false;
  let service: Service | null = null;
  let timer: NodeJS.Timeout | undefined;
  let delay = RESTART_AFTER.first;

  const launch = () => {
    const started = Date.now();
    const options = [
      '--url',
      url,
      '--engine',
      settings.trainerEngine,
      '--cache',
      join(settings.dataDir, 'trainer-cache'),
    ];
    service = startService(
      'trainer',
      ['--import', 'tsx', join(ROOT, 'apps/trainer/src/main.ts'), 'connect', ...options],
      { TRAINER_TOKEN: token },
    );
    void service.exited.then((code) => {
      if (stopped) return;
      if (Date.now() - started > RESTART_AFTER.most) delay = RESTART_AFTER.first;
      console.error(red(`The trainer stopped (exit code ${code}); starting it again in ${delay / 1000} s.`));
      timer = setTimeout(launch, delay);
      delay = Math.min(delay * 2, RESTART_AFTER.most);
    });
  };
  launch();
  return async () => {
    stopped = true;
    clearTimeout(timer);
    await service?.stop();
  };
}
