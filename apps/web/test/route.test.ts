import { rm } from 'node:fs/promises';
import { StudioError } from '@combogan/contracts';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import * as healthz from '../src/app/healthz/route.ts';
import { route } from '../src/server/route.ts';
import { call } from './call.ts';
import { type Studio, startStudio } from './studio.ts';

let studio: Studio;
beforeAll(async () => {
  studio = await startStudio();
});
afterAll(() => studio.close());

describe('what a route throws', () => {
  it('that nobody expected is told to the log, and to the caller only by the number of the request', async () => {
    const broken = route({ access: 'anyone' }, async () => {
      throw new Error('a detail of the inside');
    });
    const response = await call(broken, { headers: { 'x-request-id': 'request-7' } });
    expect(response.status).toBe(500);
    const body = await response.text();
    expect(JSON.parse(body).error).toMatchObject({ code: 'internal', message: expect.stringContaining('request-7') });
    expect(body).not.toContain('detail');
    expect(studio.logged()).toContain('a detail of the inside');
    expect(studio.logged()).toContain('request-7');
  });

  it('as a StudioError keeps its code, field and limit, also out of the other bundle', async () => {
    const foreign = Object.assign(new Error('Too long.'), {
      name: 'StudioError',
      code: 'too_large',
      field: 'name',
      limit: '60',
    });
    for (const error of [new StudioError('too_large', 'Too long.', { field: 'name', limit: '60' }), foreign]) {
      const response = await call(
        route({ access: 'anyone' }, async () => {
          throw error;
        }),
      );
      expect(response.status).toBe(413);
      expect(await response.json()).toEqual({
        error: { code: 'too_large', message: 'Too long.', field: 'name', limit: '60' },
      });
    }
  });
});

describe('what a route gets', () => {
  const echo = route(
    {
      access: 'anyone',
      params: z.object({ id: z.uuid() }),
      query: z.object({ page: z.coerce.number().int().default(1) }),
      body: z.object({ name: z.string().trim() }),
    },
    async ({ params, query, body, person }) => ({ params, query, body, person }),
  );
  const id = '0190a0a0-0000-7000-8000-000000000000';

  it('is parsed by its declaration', async () => {
    const response = await call(echo, { params: { id }, path: '/?page=3', json: { name: ' a ', more: 1 } });
    expect(await response.json()).toEqual({ params: { id }, query: { page: 3 }, body: { name: 'a' }, person: null });
    expect(response.headers.get('cache-control')).toBe('no-store');
  });

  it('or the caller hears which part is wrong', async () => {
    const at = async (options: Parameters<typeof call>[1]) => {
      const response = await call(echo, options);
      return [response.status, (await response.json()).error.field];
    };
    expect(await at({ params: { id: 'x' }, json: { name: 'a' } })).toEqual([404, undefined]);
    expect(await at({ params: { id }, path: '/?page=first', json: { name: 'a' } })).toEqual([422, 'page']);
    expect(await at({ params: { id }, json: { name: 7 } })).toEqual([422, 'name']);
    expect(await at({ params: { id }, json: [] })).toEqual([422, '']);
    expect(await at({ params: { id }, method: 'POST' })).toEqual([422, undefined]);
  });
});

describe('GET /healthz', () => {
  it('is 200 when database and storage answer, 503 when one does not, without details', async () => {
    const well = await call(healthz.GET, { path: '/healthz' });
    expect([well.status, await well.json()]).toEqual([200, { ok: true, database: 'ok', storage: 'ok' }]);
    await rm(studio.services.env.storageDir, { recursive: true });
    const noStorage = await call(healthz.GET, { path: '/healthz' });
    expect([noStorage.status, await noStorage.json()]).toEqual([
      503,
      { ok: false, database: 'ok', storage: 'unavailable' },
    ]);
    await studio.services.db.pool.end();
    const neither = await call(healthz.GET, { path: '/healthz' });
    expect([neither.status, await neither.json()]).toEqual([
      503,
      { ok: false, database: 'unavailable', storage: 'unavailable' },
    ]);
  });
});
