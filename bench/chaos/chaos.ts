import { type ChildProcess, spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { LogEntry } from '@combogan/contracts';
import { entriesAfter, registerTrainer } from '@combogan/db';
import type { TestDatabase } from '@combogan/db/testing';
import { createAuth } from '../../apps/web/src/server/auth.ts';
import type { WebEnv } from '../../apps/web/src/server/env.ts';
import { createLog } from '../../apps/web/src/server/log.ts';
import type { Services } from '../../apps/web/src/server/services.ts';
import { makeRun } from '../../apps/web/test/data.ts';
import { signIn } from '../../apps/web/test/studio.ts';
import { startWebProcess } from '../../apps/web/test/web-process.ts';
import { openFaultyLine } from './faulty-line.ts';
import { seeded } from './random.ts';
import { startViewer, type Viewer } from './viewer.ts';

const SENDER = fileURLToPath(new URL('sender.ts', import.meta.url));

export interface ChaosOptions {
  seed: number;
  /** Connections to break. */
  cuts: number;
  viewers: number;
  /** Times that the web process is killed, and the trainer's. */
  webKills: number;
  senderKills: number;
  report?(line: string): void;
}

export interface ChaosResult {
  /** The log as it is stored. */
  stored: LogEntry[];
  viewers: Viewer[];
  cuts: number;
  webKills: number;
  senderKills: number;
  lostAcknowledgements: number;
  repeated: number;
}

/**
 * A run reported over lines that break all the time, from a trainer process and to viewers, while both processes are
 * killed outright; then the lines heal and everybody catches up.
 */
export async function chaos({ db, url: databaseUrl }: TestDatabase, options: ChaosOptions): Promise<ChaosResult> {
  const { seed, cuts, report = () => {} } = options;
  const random = seeded(seed);
  const folder = await mkdtemp(join(tmpdir(), 'chaos-'));
  const env: WebEnv = {
    databaseUrl,
    storageDir: join(folder, 'storage'),
    authSecret: randomBytes(32).toString('hex'),
    host: '127.0.0.1',
    port: 0,
    publicUrl: 'http://studio.test',
    trustProxy: false,
    webhookPrivate: false,
    logLevel: 'silent',
  };
  let web = await startWebProcess(env);
  env.port = Number(new URL(web.url).port);
  const auth = createAuth(db, env, createLog('silent'));
  const { cookie } = await signIn({ auth, db }, 'viewer');
  const run = await makeRun({ db, env } as Services);
  const token = randomBytes(16).toString('hex');
  await registerTrainer(db, { name: 'Chaos', token });

  let cutNow = (_cuts: number) => {};
  const line = await openFaultyLine(env.port, {
    random,
    bytes: { least: 1_500, most: 12_000 },
    onCut: (n) => cutNow(n),
  });
  const reached = (wanted: number) =>
    new Promise<void>((resolve) => {
      cutNow = (n) => {
        if (n >= wanted) resolve();
      };
      cutNow(line.cuts());
    });

  let generation = 0;
  const startSender = (): ChildProcess => {
    generation += 1;
    return spawn(process.execPath, ['--import', 'tsx', SENDER, line.url, token, String(seed * 1000 + generation)], {
      stdio: ['pipe', 'pipe', 'inherit'],
    });
  };
  let sender = startSender();
  const viewers = Array.from({ length: options.viewers }, () => startViewer(line.url, cookie, run.id));

  const kills = [
    ...Array.from({ length: options.webKills }, () => 'web' as const),
    ...Array.from({ length: options.senderKills }, () => 'sender' as const),
  ].sort(() => random() - 0.5);
  for (const [at, victim] of kills.entries()) {
    await reached(Math.floor((cuts * (at + 1)) / (kills.length + 1)));
    report(`${line.cuts()} cuts: kill -9 of the ${victim}`);
    if (victim === 'web') {
      await web.end('SIGKILL');
      web = await startWebProcess(env);
    } else {
      const gone = once(sender, 'exit');
      sender.kill('SIGKILL');
      await gone;
      // the twenty seconds of its lease, over at once
      await db.pool.query(`UPDATE attempts SET lease_until = now() - interval '1 second' WHERE outcome IS NULL`);
      sender = startSender();
    }
  }
  await reached(cuts);
  line.heal();
  const farewell = new Promise<string>((resolve) => sender.stdout?.once('data', (chunk) => resolve(String(chunk))));
  sender.stdin?.end('enough\n');
  const { lostAcknowledgements, repeated } = JSON.parse(await farewell);
  const { seq } = await db.prisma.run.findUniqueOrThrow({ where: { id: run.id } });
  await Promise.all(viewers.map((viewer) => viewer.holds(seq)));
  const stored = await entriesAfter(db, run.id, 0, seq);
  for (const { close } of [...viewers, line]) close();
  await web.end('SIGKILL');
  await rm(folder, { recursive: true, force: true });
  return {
    stored,
    viewers,
    cuts: line.cuts(),
    webKills: options.webKills,
    senderKills: options.senderKills,
    lostAcknowledgements,
    repeated,
  };
}

/** What is wrong with the log or with what a viewer holds of it; empty when all is well. */
export function faultsOf({ stored, viewers }: ChaosResult): string[] {
  const faults: string[] = [];
  stored.forEach(({ seq }, at) => {
    if (seq !== at + 1) faults.push(`the log has ${seq} where ${at + 1} belongs`);
  });
  const iterations = stored.flatMap(({ event }) => (event.kind === 'iterations' ? event.records : []));
  iterations.forEach(({ iteration }, at) => {
    if (iteration !== at + 1) faults.push(`iteration ${iteration} is stored where ${at + 1} belongs`);
  });
  viewers.forEach((viewer, n) => {
    faults.push(...viewer.faults.map((fault) => `viewer ${n} was given ${fault}`));
    if (JSON.stringify(viewer.entries) !== JSON.stringify(stored.slice(viewer.from)))
      faults.push(`viewer ${n} holds something else than the log`);
  });
  return faults;
}
