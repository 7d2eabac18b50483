import { randomBytes } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createWebhook, testWebhook } from '@combogan/db';
import { createTestDatabase } from '@combogan/db/testing';
import { expect, it } from 'vitest';
import { startWeb } from '../server/start-web.ts';
import type { WebEnv } from '../src/server/env.ts';
import { startReceiver } from './receiver.ts';
import { PUBLIC_URL } from './studio.ts';
import { startWebProcess } from './web-process.ts';

it('N2: a webhook that a process was killed while calling is called by the next one', async () => {
  const { db, url, drop } = await createTestDatabase();
  const folder = await mkdtemp(join(tmpdir(), 'studio-'));
  const receiver = await startReceiver();
  const env: WebEnv = {
    databaseUrl: url,
    storageDir: join(folder, 'storage'),
    authSecret: randomBytes(32).toString('hex'),
    host: '127.0.0.1',
    port: 0,
    publicUrl: PUBLIC_URL,
    trustProxy: false,
    webhookPrivate: true,
    logLevel: 'silent',
  };
  const { webhook } = await createWebhook(db, { url: receiver.url, kinds: ['failed'] });
  const { id } = await testWebhook(db, webhook.id);
  const row = () => db.prisma.webhookDelivery.findUniqueOrThrow({ where: { id } });

  const first = await startWebProcess(env);
  const taken = await receiver.next();
  expect(await first.end('SIGKILL')).toBe('SIGKILL');
  expect(await row()).toMatchObject({ state: 'waiting', attempts: 1 });

  // its time is up
  await db.prisma.webhookDelivery.update({ where: { id }, data: { nextAt: new Date(0) } });
  const next = await startWeb(env);
  const again = await receiver.next();
  expect(again.body).toBe(taken.body);
  again.response.writeHead(200).end();
  await next.close();
  expect(await row()).toMatchObject({ state: 'delivered', attempts: 2, lastStatus: 200 });
  receiver.close();
  await drop();
  await rm(folder, { recursive: true, force: true });
});
