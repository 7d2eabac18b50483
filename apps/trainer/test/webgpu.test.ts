import { fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { beforeAll, describe, expect, test } from 'vitest';
import { distance } from './distance.ts';
import { SMALL_KEYS } from './small-run.ts';
import { findSoftwareVulkan } from './software-vulkan.ts';
import { type SmallRun, smallRun } from './webgpu-run.ts';

/** Every domain has been drawn after two; in the third both of the pair's weights come from the device. */
const ITERATIONS = 3;
interface DeviceRun extends SmallRun {
  memory: { tensor: number; growth: number };
}

const vulkan = findSoftwareVulkan();

/** The same in a process that finds the Vulkan. */
async function onSwiftShader(env: Record<string, string>): Promise<DeviceRun> {
  const child = fork(fileURLToPath(new URL('./webgpu-main.ts', import.meta.url)), [String(ITERATIONS)], {
    execArgv: ['--import', import.meta.resolve('tsx')],
    env: { ...process.env, ...env },
    serialization: 'advanced',
  });
  const ended = once(child, 'exit').then(([code]) => Promise.reject(new Error(`it ended with code ${code}`)));
  const [result] = await Promise.race([once(child, 'message'), ended]);
  return result as DeviceRun;
}

if ('missing' in vulkan) console.warn(`compiled-webgpu is not tested here: ${vulkan.missing}`);

describe.skipIf('missing' in vulkan)('X2: the compiled iteration on WebGPU (SwiftShader)', () => {
  let webgpu: DeviceRun;
  let cpu: SmallRun;
  beforeAll(async () => {
    cpu = await smallRun('compiled-cpu', ITERATIONS);
    webgpu = await onSwiftShader('env' in vulkan ? vulkan.env : {});
  }, 600_000);

  test('gives the losses and weights that the processor gives', () => {
    for (const [i, losses] of cpu.losses.entries())
      for (const [domain, values] of Object.entries(losses))
        for (const [name, value] of Object.entries(values)) {
          const apart = Math.abs((webgpu.losses[i]?.[domain]?.[name as keyof typeof values] ?? Number.NaN) / value - 1);
          expect(apart, `${i + 1} ${domain} ${name}`).toBeLessThan(1e-4);
        }
    for (const [domain, state] of cpu.states.entries())
      for (const [name, values] of Object.entries(state)) {
        if (/\.[mv]$/.test(name)) continue;
        const apart = distance(values, webgpu.states[domain]?.[name] ?? new Float32Array());
        expect(apart, `${SMALL_KEYS[domain]} ${name}`).toBeLessThan(1e-4);
      }
  });

  test('translates with weights that never left the device', () => {
    expect(distance(cpu.translation, webgpu.translation)).toBeLessThan(1e-4);
  });

  test('uploads a domain once; then its weights and moments stay on the device, and none is left behind', () => {
    const { fed = 0 } = webgpu.residence[0] ?? {};
    expect(fed).toBeGreaterThan(0);
    // Pairs go round: (B, C), (C, A), (A, B).
    expect(webgpu.residence.map(({ fedFromDevice }) => fedFromDevice)).toEqual([0, fed / 2, fed]);
    expect(webgpu.residence.map(({ alive }) => alive)).toEqual([fed, 1.5 * fed, 1.5 * fed]);
  });

  test('the device takes back what a tensor held: 40 more rounds cost less than 10 tensors', () => {
    const { tensor, growth } = webgpu.memory;
    expect(growth).toBeLessThan(10 * tensor);
  });
});
