import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmod, mkdir, mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import pg from 'pg';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest';
import { type Embedded, type EmbeddedOptions, startEmbedded, stopEmbedded } from '../src/embedded.ts';

const START_AND_STAY = fileURLToPath(new URL('./start-and-stay.ts', import.meta.url));
let made: string;
let parent: string;
let dataDir: string;
let children: ChildProcess[];
beforeAll(async () => {
  made = await mkdtemp(join(tmpdir(), 'combogan-embedded-'));
  await (await startEmbedded({ dataDir: join(made, 'postgres') })).stop();
});
afterAll(() => rm(made, { recursive: true }));
beforeEach(async () => {
  parent = await mkdtemp(join(tmpdir(), 'combogan-embedded-'));
  dataDir = join(parent, 'postgres');
  children = [];
});
afterEach(async () => {
  for (const child of children) child.kill('SIGKILL');
  await stopEmbedded(dataDir);
  await rm(parent, { recursive: true });
});

/** A data folder as an earlier start left it; making one anew takes most of a second. */
const useMade = () => promisify(execFile)('cp', ['-a', join(made, 'postgres'), dataDir]);

const start = (options: Partial<EmbeddedOptions> = {}): Promise<Embedded> => startEmbedded({ dataDir, ...options });

/** One query on a connection of its own, in the database that is always there. */
async function query(url: string, sql: string): Promise<unknown[]> {
  const client = new pg.Client({ connectionString: url.replace(/[^/]*$/, 'postgres') });
  client.on('error', () => {});
  await client.connect();
  try {
    return (await client.query(sql)).rows;
  } finally {
    await client.end();
  }
}

/** Starts the server from a process of its own, as a studio does. */
async function startElsewhere(): Promise<{ child: ChildProcess; url: string; reused: boolean }> {
  const child = spawn(process.execPath, ['--import', 'tsx', START_AND_STAY, dataDir], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  children.push(child);
  const lines = createInterface({ input: child.stdout });
  const [line] = (await once(lines, 'line')) as [string];
  return { child, ...(JSON.parse(line) as { url: string; reused: boolean }) };
}

async function kill(child: ChildProcess): Promise<void> {
  child.kill('SIGKILL');
  await once(child, 'exit');
}

const pidFile = () => join(dataDir, 'cluster', 'postmaster.pid');
const postmaster = async (): Promise<number> => Number.parseInt(await readFile(pidFile(), 'utf8'), 10);

describe('the embedded Postgres', () => {
  test('keeps its data from one start to the next', async () => {
    const first = await start();
    expect(first.reused).toBe(false);
    await query(first.url, 'CREATE TABLE kept AS SELECT 42 AS answer');
    await first.stop();
    await expect(query(first.url, 'SELECT 1')).rejects.toMatchObject({ code: 'ECONNREFUSED' });
    const second = await start();
    expect(await query(second.url, 'SELECT * FROM kept')).toEqual([{ answer: 42 }]);
    await second.stop();
  });

  test('lets nobody in without the password, which only its owner can read', async () => {
    await useMade();
    const { url, stop } = await start();
    const wrong = new URL(url);
    wrong.password = 'guess';
    await expect(query(wrong.href, 'SELECT 1')).rejects.toMatchObject({ code: '28P01' });
    expect((await stat(join(dataDir, 'password'))).mode & 0o777).toBe(0o600);
    expect((await stat(join(dataDir, 'cluster'))).mode & 0o777).toBe(0o700);
    await stop();
  });

  test('runs under a folder that is closed to everyone else', async () => {
    await chmod(parent, 0o700);
    const { url, stop } = await start();
    expect(await query(url, 'SELECT 1 AS one')).toEqual([{ one: 1 }]);
    await stop();
  });

  test('started twice at once is one server', async () => {
    const [one, two] = await Promise.all([start(), start()]);
    expect(one.url).toBe(two.url);
    expect([one.reused, two.reused].sort()).toEqual([false, true]);
    await one.stop();
  });
});

describe('after a kill -9', () => {
  test('of the studio, the server that lives on is found and used', async () => {
    await useMade();
    const { child, url } = await startElsewhere();
    await query(url, 'CREATE TABLE kept ()');
    await kill(child);
    const again = await start();
    expect(again).toMatchObject({ url, reused: true });
    await query(again.url, 'SELECT FROM kept');
    await again.stop();
    await expect(query(url, 'SELECT 1')).rejects.toMatchObject({ code: 'ECONNREFUSED' });
  });

  test('of the studio and the server, it starts again with what was committed', async () => {
    await useMade();
    const { child, url } = await startElsewhere();
    await query(url, 'CREATE TABLE kept AS SELECT 42 AS answer');
    process.kill(await postmaster(), 'SIGKILL');
    await kill(child);
    const again = await start();
    expect(again.reused).toBe(false);
    expect(await query(again.url, 'SELECT * FROM kept')).toEqual([{ answer: 42 }]);
    await again.stop();
  });

  test('a pid file that a crash left empty does not keep it from starting', async () => {
    await useMade();
    await writeFile(join(dataDir, 'cluster', 'postmaster.pid'), '');
    const again = await start();
    expect(again.reused).toBe(false);
    await again.stop();
  });

  test('of the server alone, the studio starts it again on the same port', async () => {
    await useMade();
    const log: string[] = [];
    const { url, stop } = await start({ log: (line) => log.push(line) });
    const killed = await postmaster();
    process.kill(killed, 'SIGKILL');
    await vi.waitFor(() => query(url, 'SELECT 1'), 30_000);
    expect(await postmaster()).not.toBe(killed);
    expect(log).toContain('Postgres ended by itself (SIGKILL); starting it again');
    await stop();
    await expect(query(url, 'SELECT 1')).rejects.toMatchObject({ code: 'ECONNREFUSED' });
  });

  test('and a reboot, a pid file that names another process is no obstacle', async () => {
    await useMade();
    // Postgres itself would take a process of its own user for a server
    const user = process.getuid?.() === 0 ? { uid: 65534, gid: 65534 } : {};
    const bystander = spawn('sleep', ['600'], user);
    children.push(bystander);
    await writeFile(pidFile(), `${bystander.pid}\n${dataDir}\n1\n1\n\n127.0.0.1\n\nready\n`);
    const { url, stop } = await start();
    expect(await query(url, 'SELECT 1 AS one')).toEqual([{ one: 1 }]);
    await stop();
  });
});

describe('what a person must mend is said', () => {
  test('a port that is taken', async () => {
    await useMade();
    const taken = createServer();
    taken.listen(0, '127.0.0.1');
    await once(taken, 'listening');
    const { port } = taken.address() as { port: number };
    await expect(start({ port })).rejects.toThrow(
      `Port ${port} is taken by another program, so Postgres cannot use it.`,
    );
    taken.close();
  });

  test('a cluster that is damaged', async () => {
    await useMade();
    await rm(join(dataDir, 'cluster', 'global', 'pg_control'));
    await expect(start()).rejects.toMatchObject({
      code: 'unavailable',
      message: expect.stringMatching(
        /^The database in .*cluster is damaged \(.*pg_control.*\)\. Restore it from a backup/,
      ),
    });
    await rm(join(dataDir, 'cluster', 'PG_VERSION'));
    await expect(start()).rejects.toThrow('is damaged (PG_VERSION is missing)');
  });

  test('a password that is lost', async () => {
    await useMade();
    await rm(join(dataDir, 'password'));
    await expect(start()).rejects.toThrow('password is missing: it holds the password of the database beside it');
  });

  test('a folder that cannot be made', async () => {
    await mkdir(parent, { recursive: true });
    await writeFile(dataDir, 'in the way');
    await expect(start()).rejects.toMatchObject({
      code: 'unavailable',
      message: expect.stringContaining(`The database folder ${dataDir} cannot be written by this user.`),
    });
  });
});
