import { createHash, randomUUID } from 'node:crypto';
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import { createDb, type Db, migrate } from '../src/index.ts';
import { createTestDatabase, type TestDatabase } from '../src/testing.ts';

const REPOSITORY = join(dirname(fileURLToPath(import.meta.url)), '..', '..', '..');
let database: TestDatabase;
/** A database of that server that is not there yet. */
let url: string;
let folder: string;
beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(() => database.drop());
beforeEach(async () => {
  url = database.url.replace(/[^/]*$/, `fresh_${randomUUID().replaceAll('-', '')}`);
  folder = await mkdtemp(join(tmpdir(), 'combogan-migrations-'));
});
afterEach(async () => {
  await database.db.pool.query(`DROP DATABASE IF EXISTS ${new URL(url).pathname.slice(1)} WITH (FORCE)`);
  await rm(folder, { recursive: true });
});

async function write(name: string, sql: string): Promise<void> {
  await mkdir(join(folder, name), { recursive: true });
  await writeFile(join(folder, name, 'migration.sql'), sql);
}

async function within<T>(work: (db: Db) => Promise<T>): Promise<T> {
  const db = createDb(url, { max: 1 });
  try {
    return await work(db);
  } finally {
    await db.close();
  }
}
const rows = (sql: string) => within(async (db) => (await db.pool.query(sql)).rows);

test('the database is made and all migrations are applied, once', async () => {
  const names = (await readdir(join(REPOSITORY, 'prisma/migrations'), { withFileTypes: true }))
    .filter((entry) => entry.isDirectory())
    .map(({ name }) => name)
    .sort();
  expect(await migrate(url)).toEqual(names);
  expect(await migrate(url)).toEqual([]);
  expect(await within((db) => db.prisma.run.count())).toBe(0);
});

test('what is recorded is what Prisma records', async () => {
  const [name] = await migrate(url);
  const sql = await readFile(join(REPOSITORY, 'prisma/migrations', name ?? '', 'migration.sql'));
  const [row] = await rows('SELECT * FROM _prisma_migrations');
  expect(row).toMatchObject({
    migration_name: name,
    checksum: createHash('sha256').update(sql).digest('hex'),
    finished_at: expect.any(Date),
    rolled_back_at: null,
    logs: null,
    applied_steps_count: 1,
  });
});

test('processes that start at once take turns', async () => {
  await write('1_one', 'CREATE TABLE one (); SELECT pg_sleep(0.05)');
  await write('2_two', 'CREATE TABLE two ()');
  const applied = await Promise.all(Array.from({ length: 4 }, () => migrate(url, { folder })));
  expect(applied.flat()).toEqual(['1_one', '2_two']);
});

test('a migration that fails is undone whole and blocks until it is marked as rolled back', async () => {
  await write('1_good', 'CREATE TABLE good ()');
  await write('2_bad', 'CREATE TABLE half (); SELECT nonsense');
  await write('3_later', 'CREATE TABLE later ()');
  await expect(migrate(url, { folder })).rejects.toMatchObject({
    code: 'unavailable',
    message: 'The migration 2_bad failed and was undone: column "nonsense" does not exist',
  });
  const tables = "SELECT tablename FROM pg_tables WHERE schemaname = 'public' AND tablename NOT LIKE '\\_%' ORDER BY 1";
  expect(await rows(tables)).toEqual([{ tablename: 'good' }]);

  await write('2_bad', 'CREATE TABLE mended ()');
  const refusal = await migrate(url, { folder }).catch((error: Error) => error.message);
  expect(refusal).toContain('The migration 2_bad failed on this database: column "nonsense" does not exist.');
  const cure = /UPDATE .*;$/.exec(String(refusal))?.[0] ?? '';
  await rows(cure);
  expect(await migrate(url, { folder })).toEqual(['2_bad', '3_later']);
  expect(await rows(tables)).toEqual(['good', 'later', 'mended'].map((tablename) => ({ tablename })));
});

test('a database newer than the program is left alone', async () => {
  await write('1_one', 'CREATE TABLE one ()');
  await write('2_two', 'CREATE TABLE two ()');
  await migrate(url, { folder });
  await rm(join(folder, '2_two'), { recursive: true });
  await expect(migrate(url, { folder })).rejects.toThrow(
    'The database is newer than this program: it has the migration 2_two',
  );
});

test('a server that does not answer is named, without the password', async () => {
  const away = 'postgresql://someone:secret@127.0.0.1:1/studio';
  const refusal = await migrate(away, { folder }).catch((error: unknown) => error);
  expect(refusal).toMatchObject({ code: 'unavailable', message: expect.stringContaining('studio on 127.0.0.1:1') });
  expect(String(refusal)).not.toContain('secret');
});
