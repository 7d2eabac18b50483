/** `npm run --silent bench:live -- [--viewers 200] [--rate 20] [--seconds 30] [--json]`: from the trainer to every viewer. */
import { type ChildProcess, spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { cpus, loadavg, tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { PROTOCOL_VERSION } from '@combogan/contracts';
import { createDb, migrate, registerTrainer } from '@combogan/db';
import { startEmbedded } from '@combogan/db/embedded';
import { Command } from 'commander';
import { Outbox } from '../apps/trainer/src/connect/outbox.ts';
import { StudioLink } from '../apps/trainer/src/connect/studio-link.ts';
import { createAuth } from '../apps/web/src/server/auth.ts';
import type { WebEnv } from '../apps/web/src/server/env.ts';
import { createLog } from '../apps/web/src/server/log.ts';
import type { Services } from '../apps/web/src/server/services.ts';
import { makeRun } from '../apps/web/test/data.ts';
import { signIn } from '../apps/web/test/studio.ts';
import { processUse } from './live/process-use.ts';

const here = (path: string) => fileURLToPath(new URL(path, import.meta.url));
const SERVER = here('../apps/web/dist/server.mjs');
const VIEWERS = fileURLToPath(new URL('live/viewers.ts', import.meta.url));
const WARM_UP = 5_000;

const options = new Command()
  .option('--viewers <n>', 'viewers of the run', '200')
  .option('--rate <n>', 'events a second', '20')
  .option('--seconds <n>', 'how long to measure', '30')
  .option('--json', 'print JSON only')
  .parse()
  .opts();
const [viewers, rate, seconds] = [Number(options.viewers), Number(options.rate), Number(options.seconds)];
if (!existsSync(SERVER)) throw new Error('Build first: npm run build');

const now = () => performance.timeOrigin + performance.now();
const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));
const lines = (child: ChildProcess) => {
  if (!child.stdout) throw new Error('its stdout is a pipe');
  const reader = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  return async () => {
    // Next says things of its own on stdout
    for (;;) {
      const { done, value } = await reader.next();
      if (done) throw new Error('the process ended');
      if (String(value).startsWith('{')) return JSON.parse(String(value));
    }
  };
};

/** Whatever goes wrong, nothing stays behind. */
const children: ChildProcess[] = [];
process.on('exit', () => {
  for (const child of children) child.kill('SIGKILL');
});

const folder = await mkdtemp(join(tmpdir(), 'bench-live-'));
const postgres = await startEmbedded({ dataDir: join(folder, 'postgres') });
await migrate(postgres.url);
const db = createDb(postgres.url, { max: 2 });
const env = {
  databaseUrl: postgres.url,
  storageDir: join(folder, 'storage'),
  authSecret: randomBytes(32).toString('hex'),
};
const settings: NodeJS.ProcessEnv = {
  ...process.env,
  NODE_ENV: 'production',
  DATABASE_URL: env.databaseUrl,
  STUDIO_DATA: folder,
  AUTH_SECRET: env.authSecret,
  PORT: '0',
  PUBLIC_URL: 'http://studio.test',
  LOG_LEVEL: 'warn',
};
const web = spawn(process.execPath, [SERVER], { stdio: ['ignore', 'pipe', 'inherit'], env: settings });
children.push(web);
const { url, pid } = await lines(web)();

const full = { ...env, publicUrl: 'http://studio.test', logLevel: 'silent' } as WebEnv;
const auth = createAuth(db, full, createLog('silent'));
const { cookie } = await signIn({ auth, db }, 'viewer');
const run = await makeRun({ db, env: full } as Services);
const token = randomBytes(16).toString('hex');
await registerTrainer(db, { name: 'Bench', token });
const link = await new Promise<StudioLink>((resolve, reject) => {
  const made: StudioLink = new StudioLink(
    { url, token, hello: () => ({ protocol: PROTOCOL_VERSION, engine: 'bench', device: 'bench', flops: null }) },
    {
      connected: () => resolve(made),
      disconnected: () => {},
      rejected: (why) => reject(new Error(why)),
      wake() {},
      command() {},
      tune() {},
    },
  );
  made.connect();
});
const claimed = await link.claim();
if (claimed?.runId !== run.id) throw new Error('another run was claimed');
const attempt = { runId: run.id, attemptToken: claimed.attemptToken };
await link.transition({ ...attempt, to: 'running' });
const [a = '', b = ''] = claimed.domains.map(({ key }) => key);
const outbox = new Outbox(
  0,
  (events) => link.events({ ...attempt, events }),
  (error) => {
    throw error;
  },
);

const audience = spawn(process.execPath, ['--import', 'tsx', VIEWERS, url, cookie, run.id, String(viewers)], {
  stdio: ['pipe', 'pipe', 'inherit'],
});
children.push(audience);
const heard = lines(audience);
await heard();

let iteration = 0;
const losses = { gan: 0.5, cycle: 1.25, discriminator: 0.2 };
const ticker = setInterval(() => {
  iteration += 1;
  const record = {
    iteration,
    domains: [a, b] as [string, string],
    losses: { [a]: losses, [b]: losses },
    learningRate: 0.0002,
    ms: now(),
  };
  outbox.push({ kind: 'iterations', records: [record] });
}, 1000 / rate);
await pause(WARM_UP);
audience.stdin?.write('measure\n');
const before = { server: processUse(pid), clients: processUse(audience.pid ?? 0), at: now() };
await pause(seconds * 1000);
const after = { server: processUse(pid), clients: processUse(audience.pid ?? 0), at: now() };
clearInterval(ticker);
await outbox.drained();
const { seq } = await db.prisma.run.findUniqueOrThrow({ where: { id: run.id } });
audience.stdin?.write(`${seq}\n`);
const measured = await heard();

const elapsed = (after.at - before.at) / 1000;
const share = (of: 'server' | 'clients') => (after[of].cpuSeconds - before[of].cpuSeconds) / elapsed;
const result = {
  viewers,
  rate,
  seconds,
  ...measured,
  serverCores: share('server'),
  serverMb: after.server.residentMb,
  clientCores: share('clients'),
  cores: cpus().length,
  load: loadavg()[0],
};
link.close();
web.kill('SIGTERM');
await once(web, 'exit');
await db.close();
await postgres.stop();
await rm(folder, { recursive: true, force: true });

mkdirSync(here('out'), { recursive: true });
writeFileSync(here('out/live.json'), JSON.stringify(result, null, 2));
if (options.json) console.log(JSON.stringify(result));
else {
  const ms = (value: number) => `${value.toFixed(1)} ms`;
  console.log(
    `${viewers} viewers, ${rate} events/s, ${seconds} s, ${result.receipts} receipts, ${result.cores} cores (load ${result.load?.toFixed(1)})`,
  );
  console.log(
    `emit to receipt   p50 ${ms(result.p50)}   p95 ${ms(result.p95)}   p99 ${ms(result.p99)}   max ${ms(result.max)}`,
  );
  console.log(`web process       ${result.serverCores.toFixed(2)} cores, ${Math.round(result.serverMb)} MB`);
  console.log(
    `viewers' process  ${result.clientCores.toFixed(2)} cores; entries out of order or missing: ${result.gaps}`,
  );
}
process.exit(result.gaps === 0 ? 0 : 1);
