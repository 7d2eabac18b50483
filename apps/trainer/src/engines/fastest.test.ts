import { join } from 'node:path';
import { expect, test } from 'vitest';
import { temporaryFolder } from '../../test/temporary.ts';
import { fastestEngine, type Surroundings } from './fastest.ts';
import { machineNow } from './machine.ts';
import type { EngineName } from './names.ts';
import type { ProbeResult } from './probe-protocol.ts';

const folder = temporaryFolder();
const BROKEN: ProbeResult = { ok: false, why: 'its driver is gone', remedy: 'install it again' };

const took = (ms: number, signature = [[1, 2]]): ProbeResult => ({
  ok: true,
  device: 'a device',
  threads: 2,
  signature,
  ms,
  firstMs: ms,
  memory: 1,
});

/** A machine whose engines do as told; `timed` and `said` record what was asked of it and what it told. */
function machineWith(name: string, results: Partial<Record<EngineName, ProbeResult>>) {
  const timed: EngineName[] = [];
  const said: string[] = [];
  const around: Surroundings = {
    candidates: ['compiled-cuda', 'compiled-webgpu', 'compiled-cpu'],
    machine: name,
    memory: join(folder, `${name}.json`),
    probe: async (request) => {
      if (request.timed) timed.push(request.engine);
      return results[request.engine] ?? BROKEN;
    },
  };
  const fastest = (changed: Partial<Surroundings> = {}) =>
    fastestEngine(2, (message) => said.push(message), { ...around, ...changed });
  return { results, timed, said, fastest };
}

test('X4: auto takes the fastest that works and computes what the processor does, and measures once', async () => {
  const { fastest, timed } = machineWith('once', {
    'compiled-cuda': took(1, [[-1, 2]]),
    'compiled-webgpu': took(20),
    'compiled-cpu': took(30),
  });
  expect(await fastest()).toBe('compiled-webgpu');
  expect(timed).toEqual(['compiled-cpu', 'compiled-cuda', 'compiled-webgpu']);
  expect(await fastest()).toBe('compiled-webgpu');
  expect(timed).toHaveLength(3);
});

test('X4: another driver, package or thread count is another machine and is measured again', async () => {
  const { fastest, results, timed } = machineWith('changing', {
    'compiled-webgpu': took(20),
    'compiled-cpu': took(30),
  });
  expect(await fastest()).toBe('compiled-webgpu');
  results['compiled-cpu'] = took(10);
  expect(await fastest({ machine: 'with another driver' })).toBe('compiled-cpu');
  expect(timed).toHaveLength(6);
});

test('X4: a remembered engine that stopped working is said so, left for now, and taken again when it is cured', async () => {
  const { fastest, results, said } = machineWith('broken', {
    'compiled-cuda': took(1),
    'compiled-webgpu': took(20),
    'compiled-cpu': took(30),
  });
  expect(await fastest()).toBe('compiled-cuda');
  results['compiled-cuda'] = BROKEN;
  expect(await fastest()).toBe('compiled-webgpu');
  expect(said).toContain(
    'compiled-cuda was the fastest here but no longer works: its driver is gone; install it again',
  );
  results['compiled-cuda'] = took(1);
  expect(await fastest()).toBe('compiled-cuda');
});

test('X4: with the processor alone there is nothing to measure', async () => {
  const { fastest, timed, said } = machineWith('alone', { 'compiled-cpu': took(30) });
  expect(await fastest({ candidates: ['compiled-cpu'] })).toBe('compiled-cpu');
  expect([timed, said]).toEqual([[], []]);
});

test('X4: what a measurement holds for is told from threads, engines and drivers, and is stable', () => {
  const now = machineNow(2, ['compiled-cpu']);
  expect(machineNow(2, ['compiled-cpu'])).toBe(now);
  expect(machineNow(1, ['compiled-cpu'])).not.toBe(now);
  expect(machineNow(2, ['compiled-webgpu', 'compiled-cpu'])).not.toBe(now);
  const before = process.env.VK_ICD_FILENAMES;
  process.env.VK_ICD_FILENAMES = '/another/driver.json';
  expect(machineNow(2, ['compiled-cpu'])).not.toBe(now);
  if (before === undefined) delete process.env.VK_ICD_FILENAMES;
  else process.env.VK_ICD_FILENAMES = before;
});
