import { spawnSync } from 'node:child_process';
import { existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { temporaryFolder } from '../../test/temporary.ts';
import { startOf } from '../files/process-alive.ts';
import { lockFolder } from './folder-lock.ts';

const folder = temporaryFolder();
const path = join(folder, 'run.lock');
const owner = (pid: number, start: string | null) => writeFileSync(path, JSON.stringify({ pid, start }));

test('a folder that a living process trains in is refused by its id', () => {
  owner(process.ppid, startOf(process.ppid));
  expect(() => lockFolder('--resume', folder)).toThrow(`--resume: process ${process.ppid} is training in ${folder}`);
});

test.each<[string, () => void]>([
  ['of a dead process', () => owner(spawnSync(process.execPath, ['-e', '']).pid, '1')],
  ['of a process whose id went to another one', () => owner(process.ppid, 'another time')],
  ['that is half-written', () => writeFileSync(path, '{"pi')],
  ['that is not there', () => undefined],
])('a lock %s counts for nothing, and goes when it is given back', (_, leave) => {
  leave();
  const unlock = lockFolder('--out', folder);
  expect(existsSync(path)).toBe(true);
  unlock();
  expect(existsSync(path)).toBe(false);
});
