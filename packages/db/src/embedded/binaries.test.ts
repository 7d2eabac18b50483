import { mkdir, mkdtemp, readlink, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { restoreLinks } from './binaries.ts';

let native: string;
beforeEach(async () => {
  native = await mkdtemp(join(tmpdir(), 'combogan-links-'));
});
afterEach(() => rm(native, { recursive: true }));

test('the library links that install scripts would make are made, once', async () => {
  const links = [{ source: 'native/lib/libpq.so.5.18', target: 'native/lib/libpq.so.5' }];
  await writeFile(join(native, 'pg-symlinks.json'), JSON.stringify(links));
  await mkdir(join(native, 'lib'));
  expect(await restoreLinks(native)).toBe(true);
  expect(await readlink(join(native, 'lib', 'libpq.so.5'))).toBe('libpq.so.5.18');
  expect(await restoreLinks(native)).toBe(true);
});
