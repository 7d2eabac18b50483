import { readEnv } from '../src/server/env.ts';
import { type MakeHandler, startWeb, type WebServer } from './start-web.ts';

/** Longer than the server's own patience with requests: something hangs. */
const GIVE_UP_AFTER = 18_000;

async function run(pages?: MakeHandler): Promise<void> {
  let web: WebServer | undefined;
  let stopping = false;
  const stop = async () => {
    if (stopping) return;
    stopping = true;
    setTimeout(() => process.exit(1), GIVE_UP_AFTER).unref();
    await web?.close();
    process.exit(0);
  };
  for (const signal of ['SIGTERM', 'SIGINT'] as const) process.on(signal, () => void stop());
  // whoever started this process over a channel is gone
  process.on('disconnect', () => void stop());

  const env = readEnv(process.env);
  web = await startWeb(env, { pages });
  const ready = { event: 'ready', url: `http://${env.host}:${web.port}`, publicUrl: env.publicUrl, pid: process.pid };
  process.stdout.write(`${JSON.stringify(ready)}\n`);
}

/** The life of a web process: starts as the environment says, tells where it listens, ends when it is asked to. */
export function runWeb(pages?: MakeHandler): void {
  run(pages).catch((error: unknown) => {
    process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
    process.exit(1);
  });
}
