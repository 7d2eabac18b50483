import { randomBytes } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { registerTrainer } from '@combogan/db';
import { createTestDatabase, type TestDatabase } from '@combogan/db/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type MakeHandler, startWeb } from '../server/start-web.ts';
import type { WebEnv } from '../src/server/env.ts';
import { createLog } from '../src/server/log.ts';
import { connectTrainer } from './sockets.ts';

let database: TestDatabase;
let folder: string;
let env: WebEnv;
const log = createLog('silent');
beforeAll(async () => {
  database = await createTestDatabase();
  folder = await mkdtemp(join(tmpdir(), 'start-'));
  env = {
    databaseUrl: database.url,
    storageDir: join(folder, 'storage'),
    authSecret: randomBytes(32).toString('hex'),
    host: '127.0.0.1',
    port: 0,
    publicUrl: 'http://studio.test',
    trustProxy: false,
    webhookPrivate: false,
    logLevel: 'silent',
  };
});
afterAll(async () => {
  await database.drop();
  await rm(folder, { recursive: true, force: true });
});

const accepts = (port: number) =>
  new Promise<boolean>((resolve) => {
    const socket = connect(port, '127.0.0.1');
    socket.once('connect', () => {
      socket.destroy();
      resolve(true);
    });
    socket.once('error', () => resolve(false));
  });

describe('starting', () => {
  it('says that the database does not answer', async () => {
    const databaseUrl = 'postgresql://postgres@127.0.0.1:1/studio';
    await expect(startWeb({ ...env, databaseUrl }, { log })).rejects.toThrow(
      /^The database does not answer: .*refused/i,
    );
  });

  it('says that the storage folder cannot be used', async () => {
    const file = join(folder, 'a file');
    await writeFile(file, '');
    const starting = startWeb({ ...env, storageDir: join(file, 'storage') }, { log });
    await expect(starting).rejects.toThrow(/^The storage folder .*a file.storage cannot be used/);
  });

  it('says that the port is taken, and closes what it had opened', async () => {
    const first = await startWeb(env, { log });
    let closed = false;
    const pages = async () => ({
      handler: async () => {},
      close: async () => {
        closed = true;
      },
    });
    await expect(startWeb({ ...env, port: first.port }, { log, pages })).rejects.toThrow(/is in use/);
    expect(closed).toBe(true);
    await first.close();
  });
});

describe('stopping', () => {
  it('accepts nothing new, lets requests finish, cuts sockets so that they come back, and closes the pools', async () => {
    let answer = () => {};
    let begin = () => {};
    const begun = new Promise<void>((resolve) => {
      begin = resolve;
    });
    const pages: MakeHandler = async () => ({
      handler: async (_request, response) => {
        const answered = new Promise<void>((resolve) => {
          answer = resolve;
        });
        begin();
        await answered;
        response.end('finished');
      },
      close: async () => {},
    });
    const web = await startWeb(env, { log, pages });
    const token = randomBytes(16).toString('hex');
    await registerTrainer(database.db, { name: 'one', token });
    const socket = await connectTrainer(`http://127.0.0.1:${web.port}`, token);
    const cut = new Promise<string>((resolve) => socket.once('disconnect', resolve));
    const request = fetch(`http://127.0.0.1:${web.port}/slow`);
    await begun;

    const closing = web.close();
    expect(web.close()).toBe(closing);
    // 'io server disconnect' would tell the client not to come back
    expect(await cut).toMatch(/^transport (close|error)$/);
    expect(await accepts(web.port)).toBe(false);
    answer();
    expect(await (await request).text()).toBe('finished');
    await closing;
    expect(web.services.db.pool.ended).toBe(true);
    expect(await accepts(web.port)).toBe(false);
    const trainer = await database.db.prisma.trainer.findFirstOrThrow();
    expect(trainer.online).toBe(false);
  });
});
