import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { env, InferenceSession } from 'onnxruntime-node';
import { messageOf, TrainerError } from '../errors.ts';

/** ONNX Runtime's execution providers that the compiled engine knows. */
export type Provider = 'cpu' | 'webgpu' | 'cuda';

interface SessionSettings {
  provider: Provider;
  threads: number;
  /** Outputs that stay on the device, to be fed back. */
  onDevice?: readonly string[];
}

/** The folder of ONNX Runtime's native files for this machine. */
export function nativeFolder(): string {
  const root = dirname(createRequire(import.meta.url).resolve('onnxruntime-node/package.json'));
  return join(root, 'bin', 'napi-v6', process.platform, process.arch);
}

/** Whether ONNX Runtime's CUDA provider has been fetched. */
export const cudaProviderInstalled = (): boolean =>
  existsSync(join(nativeFolder(), 'libonnxruntime_providers_cuda.so'));

const HINTS: Record<Provider, (reason: string) => string> = {
  cpu: (reason) => `ONNX Runtime can't run the compiled step: ${reason}`,
  webgpu: (reason) =>
    /adapter/i.test(reason)
      ? 'WebGPU found no graphics card it can use: install its driver (on Linux the Vulkan one, e.g. mesa-vulkan-drivers, and libvulkan1)'
      : `WebGPU failed: ${reason}`,
  cuda: (reason) => `CUDA failed; it needs an NVIDIA driver, CUDA 12 and cuDNN 9 on the library path: ${reason}`,
};

/** Throws an `engine` error that says what to install when the provider can't be there. */
function checkInstalled(provider: Provider): void {
  if (provider !== 'cuda') return;
  if (process.platform !== 'linux' || process.arch !== 'x64')
    throw new TrainerError('engine', 'compiled-cuda: ONNX Runtime has its CUDA provider on Linux x64 only');
  if (!cudaProviderInstalled())
    throw new TrainerError(
      'engine',
      "compiled-cuda: ONNX Runtime's CUDA provider is not installed: run `npm run trainer:cuda` (it needs CUDA 12 and cuDNN 9)",
    );
}

/** Opens an ONNX model. Throws an `engine` error with what to install when the provider does not work here. */
export async function openSession(onnx: Uint8Array, settings: SessionSettings): Promise<InferenceSession> {
  const { provider, threads, onDevice = [] } = settings;
  checkInstalled(provider);
  env.logLevel = 'fatal';
  try {
    return await InferenceSession.create(onnx, {
      executionProviders: provider === 'cpu' ? ['cpu'] : [provider, 'cpu'],
      intraOpNumThreads: threads,
      interOpNumThreads: 1,
      executionMode: 'sequential',
      logSeverityLevel: 4,
      ...(onDevice.length > 0
        ? { preferredOutputLocation: Object.fromEntries(onDevice.map((name) => [name, 'gpu-buffer' as const])) }
        : {}),
    });
  } catch (error) {
    throw new TrainerError('engine', `compiled-${provider}: ${HINTS[provider](messageOf(error))}`, { cause: error });
  }
}
