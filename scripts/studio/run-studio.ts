import { join } from 'node:path';
import { createDb, issueSetupToken, migrate, registerTrainer } from '@combogan/db';
import { startEmbedded } from '@combogan/db/embedded';
import { readSecrets } from './data-folder.ts';
import { seedDemo } from './seed.ts';
import { startService } from './service.ts';
import { ROOT, type Settings } from './settings.ts';
import type { Stopper } from './stopper.ts';
import { bold, cyan, dim, red, step } from './terminal.ts';
import { keepTrainer } from './trainer.ts';
import { waitUntilHealthy } from './wait.ts';

/** Everything after the build: database, demo, web, trainer, link. */
export async function runStudio(settings: Settings, stopper: Stopper): Promise<void> {
  const secrets = await readSecrets(settings.dataDir);
  const databaseUrl = settings.databaseUrl ?? (await step('Postgres', () => startDatabase(settings.dataDir, stopper)));
  const setupToken = await prepareDatabase(settings, databaseUrl, secrets.trainerToken);

  const web = startService('web', [join(ROOT, 'apps/web/dist/server.mjs')], {
    NODE_ENV: 'production',
    DATABASE_URL: databaseUrl,
    STUDIO_DATA: settings.dataDir,
    AUTH_SECRET: secrets.authSecret,
    PORT: String(settings.port),
    HOST: settings.host,
    PUBLIC_URL: settings.publicUrl,
  });
  stopper.add(() => web.stop());
  void web.exited.then((code) => {
    if (stopper.stopping) return;
    console.error(red(`The web server stopped (exit code ${code}). Its last lines are above.`));
    void stopper.stop(1);
  });
  await step('Web server', () => waitUntilHealthy(localUrl(settings), web.exited));
  if (settings.trainer) stopper.add(keepTrainer(settings, localUrl(settings), secrets.trainerToken));
  printLink(settings, setupToken);
}

/** Migrates, seeds and registers this machine's trainer. Returns the owner's set-up token while there is no owner. */
async function prepareDatabase(settings: Settings, databaseUrl: string, trainerToken: string): Promise<string | null> {
  await step('Migrations', () => migrate(databaseUrl));
  const db = createDb(databaseUrl, { max: 2 });
  try {
    if (settings.demo) await step('Demo', () => seedDemo(db, join(settings.dataDir, 'storage')));
    await registerTrainer(db, { name: 'This machine', token: trainerToken });
    return await issueSetupToken(db);
  } finally {
    await db.close();
  }
}

async function startDatabase(dataDir: string, stopper: Stopper): Promise<string> {
  const postgres = await startEmbedded({ dataDir: join(dataDir, 'postgres') });
  stopper.add(() => postgres.stop());
  return postgres.url;
}

/** Where this machine itself reaches the web, whatever name members use. */
function localUrl({ host, port }: Settings): string {
  return `http://${host === '0.0.0.0' || host === '::' ? '127.0.0.1' : host}:${port}`;
}

function printLink(settings: Settings, setupToken: string | null): void {
  const link = setupToken ? `${settings.publicUrl}/setup?token=${setupToken}` : settings.publicUrl;
  console.log(`\n  ${bold('ComboGAN Studio')}  ${cyan(link)}`);
  if (setupToken)
    console.log(dim('  This link creates the owner account. It works once; until then every start prints a new one.'));
  console.log(dim(`  Ctrl-C stops everything; the data stays in ${settings.dataDir}\n`));
}
