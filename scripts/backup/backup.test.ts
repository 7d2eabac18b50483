import { randomBytes } from 'node:crypto';
import { mkdtemp, readFile, rm, stat, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import {
  appendEvents,
  claimRun,
  createDb,
  databaseIsEmpty,
  pendingMigrations,
  restoreDatabase,
  runDetail,
  runSnapshot,
  trainerSeen,
  transitionRun,
} from '@combogan/db';
import { createTestDatabase, type TestDatabase } from '@combogan/db/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startWeb } from '../../apps/web/server/start-web.ts';
import * as runRoute from '../../apps/web/src/app/api/runs/[id]/route.ts';
import * as sampleRoute from '../../apps/web/src/app/api/runs/[id]/samples/[iteration]/route.ts';
import * as weightsRoute from '../../apps/web/src/app/api/runs/[id]/weights/[domain]/route.ts';
import { createLog } from '../../apps/web/src/server/log.ts';
import { artifactPath, writeWhole } from '../../apps/web/src/server/storage.ts';
import { call } from '../../apps/web/test/call.ts';
import { lossEvent, makeRun, sha256 } from '../../apps/web/test/data.ts';
import { type Studio, signIn, startStudio } from '../../apps/web/test/studio.ts';
import { FILE_COLUMNS } from '../../packages/db/src/backup/named-files.ts';
import { restoreBackup } from './restore-backup.ts';
import { storageFiles } from './storage-files.ts';
import { writeBackup } from './write-backup.ts';

let studio: Studio;
let folder: string;
let backup: string;
let run: { id: string; domain: string };
beforeAll(async () => {
  studio = await startStudio();
  folder = await mkdtemp(join(tmpdir(), 'backup-'));
  backup = join(folder, 'studio.backup');
  run = await trainedRun();
  await writeBackup({ ...places(), out: backup });
});
afterAll(async () => {
  await studio.close();
  await rm(folder, { recursive: true, force: true });
});

const places = () => ({ databaseUrl: studio.services.env.databaseUrl, storageDir: studio.services.env.storageDir });

/** A running run with losses, a sample matrix, weights and a checkpoint. */
async function trainedRun() {
  const { db, env } = studio.services;
  const trainer = await studio.trainer();
  await trainerSeen(db, trainer.id, null, true);
  const { id } = await makeRun(studio.services);
  const claimed = await claimRun(db, trainer.id);
  if (claimed?.runId !== id) throw new Error('another run was claimed');
  const attempt = { runId: id, attemptToken: claimed.attemptToken };
  await transitionRun(db, trainer.id, { ...attempt, to: 'running' });
  const keys: [string, string] = [claimed.domains[0]?.key ?? '', claimed.domains[1]?.key ?? ''];
  const store = async (kind: 'sample' | 'weights' | 'checkpoint') => {
    const content = randomBytes(5000);
    await writeWhole(env.storageDir, artifactPath(env.storageDir, kind, sha256(content)), content);
    return { sha256: sha256(content), bytes: content.byteLength };
  };
  const sheet = { iteration: 40, size: 64, rows: keys, columns: keys, ...(await store('sample')) };
  await appendEvents(db, trainer.id, {
    ...attempt,
    events: [
      ...Array.from({ length: 40 }, (_, at) => lossEvent(at + 1, at + 1, keys)),
      { seq: 41, event: { kind: 'sample', sheet } },
      { seq: 42, event: { kind: 'weights', domain: keys[0], iteration: 40, ...(await store('weights')) } },
      { seq: 43, event: { kind: 'checkpoint', iteration: 40, ...(await store('checkpoint')) } },
      { seq: 44, event: { kind: 'log', level: 'info', message: 'tabs\tand\nlines \\ "quotes" ünïcödé 한국어' } },
    ],
  });
  return { id, domain: keys[0] };
}

/** What the page of a run asks for, from the studio that was started last in this process. */
async function pageData(cookie: string) {
  const params = { id: run.id };
  const bytes = async (response: Response) => sha256(new Uint8Array(await response.arrayBuffer()));
  return {
    detail: await (await call(runRoute.GET, { params, cookie })).json(),
    sample: await bytes(await call(sampleRoute.GET, { params: { ...params, iteration: '40' }, cookie })),
    weights: await bytes(await call(weightsRoute.GET, { params: { ...params, domain: run.domain }, cookie })),
  };
}

const empty = async (): Promise<{ target: TestDatabase; databaseUrl: string; storageDir: string }> => {
  const target = await createTestDatabase();
  return { target, databaseUrl: target.url, storageDir: join(await mkdtemp(join(folder, 'target-')), 'storage') };
};

describe('O4: backup and restore', () => {
  it('the restored studio serves the same run, and everybody can sign in', async () => {
    const { db } = studio.services;
    const { cookie } = await studio.signIn('member');
    const before = { page: await pageData(cookie), snapshot: await runSnapshot(db, run.id, { cells: 10_000 }) };
    const file = join(folder, 'while-running.backup');
    await writeBackup({ ...places(), out: file });

    const { target, ...to } = await empty();
    await restoreBackup({ ...to, file });
    const env = { ...studio.services.env, ...to };
    const web = await startWeb(env, { log: createLog('silent') });
    // the session of before goes on: the secret is the same
    expect(await pageData(cookie)).toEqual(before.page);
    expect(await runSnapshot(web.services.db, run.id, { cells: 10_000 })).toEqual(before.snapshot);
    expect(await storageFiles(to.storageDir)).toEqual(await storageFiles(studio.services.env.storageDir));
    expect((await web.services.readiness.check()).ready).toBe(true);
    expect((await signIn(web.services, 'viewer')).cookie).not.toBe('');
    await web.close();
    await target.drop();
  });

  it('is of one moment, however much is written meanwhile', async () => {
    let writing = true;
    let begun = () => {};
    const first = new Promise<void>((resolve) => {
      begun = resolve;
    });
    const writer = (async () => {
      while (writing) await makeRun(studio.services).then(begun);
    })();
    await first;
    const file = join(folder, 'busy.backup');
    await writeBackup({ ...places(), out: file });
    writing = false;
    await writer;
    const { target, ...to } = await empty();
    // foreign keys are checked again and files against the rows: half a run would be refused
    await restoreBackup({ ...to, file });
    const db = createDb(to.databaseUrl, { max: 1 });
    for (const { id } of await db.prisma.run.findMany({ select: { id: true } }))
      expect((await runDetail(db, id)).domains).toHaveLength(2);
    await db.close();
    await target.drop();
  });

  it('is refused over a studio that is in use, unless forced, and then leaves nothing of it', async () => {
    const { target, ...to } = await empty();
    await target.db.prisma.domain.create({ data: { key: 'mine', name: 'Mine' } });
    await target.db.close();
    const mine = artifactPath(to.storageDir, 'sample', sha256(new Uint8Array([1])));
    await writeWhole(to.storageDir, mine, new Uint8Array([1]));
    await expect(restoreBackup({ ...to, file: backup })).rejects.toMatchObject({ code: 'conflict' });
    expect((await stat(mine)).size).toBe(1);
    await restoreBackup({ ...to, file: backup, force: true });
    const db = createDb(to.databaseUrl, { max: 1 });
    expect(await db.prisma.domain.findUnique({ where: { key: 'mine' } })).toBeNull();
    expect((await runDetail(db, run.id)).progress.iteration).toBe(40);
    await expect(stat(mine)).rejects.toThrow('ENOENT');
    // a running studio is not replaced under its feet
    await expect(restoreBackup({ ...to, file: backup, force: true })).rejects.toThrow(/Stop the studio/);
    await db.close();
    await target.drop();
  });

  it('a file that was cut short or changed is refused, and nothing is written', async () => {
    const { target, ...to } = await empty();
    const whole = await readFile(backup);
    const broken = join(folder, 'broken.backup');
    const after = (name: string, bytes: number) => whole.indexOf(name) + bytes;
    for (const at of [
      after('database/runs.copy', 60),
      after('storage/checkpoints/', 120),
      after('manifest.json', 60),
      2,
    ]) {
      const tampered = Buffer.from(whole);
      tampered[at] = (tampered[at] ?? 0) ^ 0x10;
      await writeFile(broken, tampered);
      await expect(restoreBackup({ ...to, file: broken }), `byte ${at}`).rejects.toMatchObject({ code: 'invalid' });
    }
    await writeFile(broken, whole);
    for (const bytes of [whole.length - 1, Math.floor(whole.length / 2), 0]) {
      await truncate(broken, bytes);
      await expect(restoreBackup({ ...to, file: broken }), `${bytes} bytes`).rejects.toMatchObject({ code: 'invalid' });
    }
    await expect(restoreBackup({ ...to, file: join(folder, 'nowhere') })).rejects.toMatchObject({ code: 'not_found' });
    expect(await storageFiles(to.storageDir)).toEqual([]);
    await target.drop();
  });

  it('is not made while a file that a row names is missing or damaged, nor over another file', async () => {
    const { storageDir } = places();
    const out = join(folder, 'never.backup');
    const [sample] = (await storageFiles(storageDir)).filter((path) => path.startsWith('samples/'));
    const path = join(storageDir, sample ?? '');
    const content = await readFile(path);
    await writeFile(path, 'something else');
    await expect(writeBackup({ ...places(), out })).rejects.toThrow(/samples.* is damaged/);
    await rm(path);
    await expect(writeBackup({ ...places(), out })).rejects.toThrow(/lacks samples/);
    await writeFile(path, content);
    await expect(writeBackup({ ...places(), out: backup })).rejects.toMatchObject({ code: 'conflict' });
    await expect(stat(out)).rejects.toThrow('ENOENT');
    await expect(stat(`${out}.partial`)).rejects.toThrow('ENOENT');
  });

  it('an older studio is migrated when it comes back; a newer one is refused', async () => {
    const { target, databaseUrl } = await empty();
    const { rows: all } = await target.db.pool.query(
      'SELECT migration_name AS name FROM _prisma_migrations ORDER BY 1',
    );
    await target.db.close();
    const [first = ''] = all.map(({ name }) => name);
    const tables = [{ name: 'users', columns: ['id', 'name', 'email', 'role'] }];
    const rows = async () => Readable.from([Buffer.from('u1\tAnna\tanna@studio.test\towner\n')]);
    await restoreDatabase(databaseUrl, { migrations: [first], tables, rows });
    const db = createDb(databaseUrl, { max: 1 });
    expect(await pendingMigrations(db.pool)).toEqual([]);
    expect(await db.prisma.user.findMany()).toMatchObject([{ name: 'Anna', role: 'owner' }]);
    await db.close();
    const newer = restoreDatabase(databaseUrl, { migrations: [first, '9_later'], tables, rows });
    await expect(newer).rejects.toThrow(/newer than this program/);
    expect(await databaseIsEmpty(databaseUrl)).toBe(false);
    await target.drop();
  });
});

it('O4: every column that names a file of the storage is known to the backup', async () => {
  const { rows } = await studio.services.db.pool.query(
    `SELECT table_name AS table, column_name AS column FROM information_schema.columns
      WHERE table_schema = 'public' AND column_name LIKE '%sha256%'`,
  );
  const known = FILE_COLUMNS.map(({ table, column }) => ({ table, column }));
  expect(rows).toHaveLength(known.length);
  expect(rows).toEqual(expect.arrayContaining(known));
});
