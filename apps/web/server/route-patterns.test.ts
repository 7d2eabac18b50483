import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { readRoutes } from './route-patterns.ts';

it('O2: addresses are counted by the patterns that the build wrote down', async () => {
  const dir = await mkdtemp(join(tmpdir(), 'routes-'));
  await mkdir(join(dir, '.next'));
  const manifest = {
    staticRoutes: [{ page: '/api/runs', regex: '^/api/runs(?:/)?$' }],
    dynamicRoutes: [
      { page: '/api/auth/[...all]', regex: '^/api/auth/(.+?)(?:/)?$' },
      { page: '/api/runs/[id]/samples/[iteration]', regex: '^/api/runs/([^/]+?)/samples/([^/]+?)(?:/)?$' },
    ],
  };
  await writeFile(join(dir, '.next', 'routes-manifest.json'), JSON.stringify(manifest));
  const routeOf = await readRoutes(dir);
  expect(routeOf('/api/runs')).toBe('/api/runs');
  expect(routeOf('/api/runs/123/samples/4')).toBe('/api/runs/:id/samples/:iteration');
  expect(routeOf('/api/auth/sign-in/email')).toBe('/api/auth/*all');
  expect(routeOf('/_next/static/chunks/a1b2.js')).toBe('/_next/*');
  expect(routeOf('/wp-login.php')).toBe('unknown');
  await rm(dir, { recursive: true });
});
