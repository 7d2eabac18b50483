/**
 * `npm start`: needs nothing but Node. Builds what changed, starts Postgres, migrates, seeds, starts the web and a
 * trainer, prints the link, and stops all of it on Ctrl-C.
 */
import { lockDataFolder, openDataFolder } from './studio/data-folder.ts';
import { requireFreePort } from './studio/port.ts';
import { runQuietly } from './studio/run-command.ts';
import { readSettings, requireInstalled, type Settings, StartError } from './studio/settings.ts';
import { Stopper } from './studio/stopper.ts';
import { red, step } from './studio/terminal.ts';

const BUILD_ENV = { TURBO_TELEMETRY_DISABLED: '1', NEXT_TELEMETRY_DISABLED: '1', DO_NOT_TRACK: '1' };

async function start(settings: Settings, stopper: Stopper): Promise<void> {
  requireInstalled();
  await requireFreePort(settings.port, settings.host);
  await openDataFolder(settings.dataDir);
  stopper.add(await lockDataFolder(settings.dataDir, settings.publicUrl));
  await step('Build', () =>
    runQuietly('npx', ['--no-install', 'turbo', 'run', 'build', '--output-logs=errors-only'], BUILD_ENV),
  );
  // imported only now: it needs the database client that the build has generated
  const { runStudio } = await import('./studio/run-studio.ts');
  await runStudio(settings, stopper);
}

const stopper = new Stopper();
process.on('SIGINT', () => void stopper.stop(0));
process.on('SIGTERM', () => void stopper.stop(0));
try {
  await start(readSettings(process.env), stopper);
} catch (error) {
  if (!stopper.stopping) {
    const message = error instanceof Error ? error.message : String(error);
    console.error(
      `\n${red(error instanceof StartError || !process.env.DEBUG ? message : String((error as Error).stack))}`,
    );
    await stopper.stop(1);
  }
}
