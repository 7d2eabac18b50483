import { execFileSync } from 'node:child_process';
import { availableParallelism, cpus } from 'node:os';
import type { EngineName } from './names.ts';

const processor = (): string => {
  const model = cpus()[0]?.model.replaceAll(/\s+/g, ' ').trim() || process.arch;
  const cores = availableParallelism();
  return `${model}, ${cores} ${cores === 1 ? 'core' : 'cores'}`;
};

/** First graphics card that NVIDIA's own tool names. */
function nvidiaCard(): string | undefined {
  try {
    const listed = execFileSync('nvidia-smi', ['--query-gpu=name,memory.total', '--format=csv,noheader'], {
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'ignore'],
      timeout: 5_000,
    });
    return listed.split('\n')[0]?.trim() || undefined;
  } catch {
    return undefined;
  }
}

/** What an engine computes on, for people. At most 120 characters. */
export function deviceOf(engine: EngineName): string {
  const name =
    engine === 'compiled-cuda' || engine === 'eager-node-gpu'
      ? (nvidiaCard() ?? 'CUDA device 0')
      : engine === 'compiled-webgpu'
        ? `WebGPU, default adapter${process.platform === 'linux' ? ' (Vulkan)' : ''}`
        : processor();
  return name.slice(0, 120);
}
