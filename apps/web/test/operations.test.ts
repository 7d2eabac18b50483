import { mkdir, rm, writeFile } from 'node:fs/promises';
import type { Readiness } from '@combogan/contracts';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import * as metrics from '../src/app/metrics/route.ts';
import * as readyz from '../src/app/readyz/route.ts';
import { requireOperator } from '../src/server/operator.ts';
import { call } from './call.ts';
import { lossEvent, makeRun } from './data.ts';
import { connectTrainer, connectViewer, watch } from './sockets.ts';
import { type Studio, startStudio } from './studio.ts';

const METRICS_TOKEN = 'a token of some length';

let studio: Studio;
beforeAll(async () => {
  studio = await startStudio({ metricsToken: METRICS_TOKEN });
});
afterAll(() => studio.close());

const ready = async (): Promise<[number, Readiness]> => {
  const response = await call(readyz.GET, { path: '/readyz' });
  return [response.status, await response.json()];
};
const WELL = { ready: true, phase: 'ready', migrations: 'ok', listener: 'ok', storage: 'ok' };

describe('O2: GET /metrics', () => {
  const scrape = async () => (await call(metrics.GET, { path: '/metrics', token: METRICS_TOKEN })).text();
  const figure = (text: string, name: string) =>
    Number(
      text
        .split('\n')
        .find((line) => line.startsWith(`${name} `))
        ?.split(' ')[1],
    );

  it('tells what happens, without a label that grows', async () => {
    const { token } = await studio.trainer();
    const run = await makeRun(studio.services);
    const viewer = await connectViewer(studio.url, { cookie: (await studio.signIn('viewer')).cookie });
    const watched = watch(viewer, run.id);
    await watched.join(0);
    const trainer = await connectTrainer(studio.url, token);
    const claimed = await trainer.emitWithAck('run:claim');
    if (!claimed.ok || !claimed.assignment) throw new Error('nothing to claim');
    const attempt = { runId: run.id, attemptToken: claimed.assignment.attemptToken };
    await trainer.emitWithAck('run:transition', { ...attempt, to: 'running' });
    const keys: [string, string] = [claimed.assignment.domains[0]?.key ?? '', claimed.assignment.domains[1]?.key ?? ''];
    await trainer.emitWithAck('run:events', { ...attempt, events: [1, 2, 3].map((n) => lossEvent(n, n, keys)) });
    await watched.holds(6);
    await makeRun(studio.services);

    const text = await scrape();
    expect(figure(text, 'studio_sockets{kind="viewer"}')).toBe(1);
    expect(figure(text, 'studio_sockets{kind="trainer"}')).toBe(1);
    expect(figure(text, 'studio_events_appended_total')).toBe(3);
    expect(figure(text, 'studio_append_duration_seconds_count')).toBe(1);
    expect(figure(text, 'studio_event_lag_seconds_count')).toBeGreaterThan(0);
    expect(figure(text, 'studio_runs{state="running"}')).toBe(1);
    expect(figure(text, 'studio_runs{state="failed"}')).toBe(0);
    expect(figure(text, 'studio_queue_length')).toBe(1);
    expect(figure(text, 'studio_leases')).toBe(1);
    expect(text).toContain('studio_trainer_iterations_per_second{trainer="Test trainer"} 100\n');
    expect(figure(text, 'studio_database_up')).toBe(1);
    expect(text).toContain('process_resident_memory_bytes ');
    expect(text).toContain('nodejs_eventloop_lag_p99_seconds ');
    expect(text).not.toMatch(/[0-9a-f]{8}-[0-9a-f]{4}/);
    viewer.close();
    trainer.close();
  });

  it('counts requests by the pattern of their route', async () => {
    await fetch(`${studio.url}/api/runs/0190a0a0-0000-7000-8000-000000000000`);
    const line = 'studio_http_request_duration_seconds_count{method="GET",route="unknown",status="404"}';
    // a server without pages knows no routes; how Next's are told apart is below
    await expect.poll(async () => figure(await scrape(), line)).toBeGreaterThan(0);
  });

  it('opens to the token alone, or to this machine when the studio is meant for it', async () => {
    expect((await call(metrics.GET, { path: '/metrics', token: 'guessed, but long enough' })).status).toBe(401);
    expect((await call(metrics.GET, { path: '/metrics' })).status).toBe(401);
    const { env } = studio.services;
    const from = (address: string) => new Request('http://x/', { headers: { 'x-client-address': address } });
    const local = { ...env, metricsToken: undefined, publicUrl: 'http://localhost:3000' };
    for (const address of ['127.0.0.1', '::1', '::ffff:127.0.0.1']) requireOperator(from(address), local);
    for (const address of ['192.0.2.7', '127.0.0.1.example', 'unknown'])
      expect(() => requireOperator(from(address), local)).toThrow(/METRICS_TOKEN/);
    expect(() => requireOperator(from('127.0.0.1'), { ...local, publicUrl: 'https://studio.test' })).toThrow(
      /METRICS_TOKEN/,
    );
  });
});

describe('O1: GET /readyz', () => {
  it('is 200 when all is well', async () => expect(await ready()).toEqual([200, WELL]));

  it('is 503 while a migration is missing', async () => {
    const { pool } = studio.services.db;
    const name = (await pool.query('SELECT max(migration_name) AS name FROM _prisma_migrations')).rows[0].name;
    await pool.query('UPDATE _prisma_migrations SET rolled_back_at = now() WHERE migration_name = $1', [name]);
    expect(await ready()).toEqual([503, { ...WELL, ready: false, migrations: 'unavailable' }]);
    await pool.query('UPDATE _prisma_migrations SET rolled_back_at = NULL');
    expect(await ready()).toEqual([200, WELL]);
  });

  it('is 503 when nothing can be written', async () => {
    await rm(studio.services.env.storageDir, { recursive: true });
    await writeFile(studio.services.env.storageDir, 'a file where the folder was');
    expect(await ready()).toEqual([503, { ...WELL, ready: false, storage: 'unavailable' }]);
    await rm(studio.services.env.storageDir);
    await mkdir(studio.services.env.storageDir);
    expect(await ready()).toEqual([200, WELL]);
  });

  it('is 503 while nobody hears changes, and while the server stops', async () => {
    const other = await startStudio();
    const { readiness } = other.services;
    const { feed } = readiness;
    await feed?.close();
    expect(await readiness.check()).toEqual({ ...WELL, ready: false, listener: 'unavailable' });
    const closing = other.close();
    expect(readiness.phase).toBe('stopping');
    await closing;
  });
});
