import { sessionOptions } from '@combogan/compiler';
import { env, InferenceSession } from 'onnxruntime-node';
import { messageOf } from '../errors.ts';
import { cudaProviderInstalled } from './native-files.ts';
import { EngineUnavailable } from './unavailable.ts';

/** ONNX Runtime's execution providers that the compiled engine knows. */
export type Provider = 'cpu' | 'webgpu' | 'cuda';

interface SessionSettings {
  provider: Provider;
  threads: number;
  /** Outputs that stay on the device, to be fed back. */
  onDevice?: readonly string[];
}

/** ONNX Runtime's reasons begin with the place in its source and end with build details: the middle is for people. */
const shortReason = (reason: string): string =>
  reason
    .replace(/^.*was false\. /, '')
    .replace(/^\/onnxruntime_src\S+( [\w:<>&(), ]*?)?(?=\[|Failed|Non)/, '')
    .slice(0, 300);

function unavailable(provider: Provider, error: unknown): EngineUnavailable {
  const reason = shortReason(messageOf(error));
  const engine = `compiled-${provider}` as const;
  if (provider === 'webgpu' && /adapter/i.test(reason))
    return new EngineUnavailable(
      engine,
      'WebGPU found no graphics card it can use',
      "install the card's driver (on Linux the Vulkan one: mesa-vulkan-drivers or NVIDIA's, and libvulkan1)",
      { cause: error },
    );
  const remedies: Record<Provider, string> = {
    cpu: 'reinstall with `npm ci`',
    webgpu: "update the graphics card's driver, or use compiled-cpu",
    cuda: 'install an NVIDIA driver, CUDA 12 and cuDNN 9, and put their libraries on LD_LIBRARY_PATH',
  };
  return new EngineUnavailable(engine, `ONNX Runtime could not start it: ${reason}`, remedies[provider], {
    cause: error,
  });
}

/** Throws when the provider can't be there: asking ONNX Runtime for it would print its own lines. */
function checkInstalled(provider: Provider): void {
  if (provider !== 'cuda') return;
  if (process.platform !== 'linux' || process.arch !== 'x64')
    throw new EngineUnavailable(
      'compiled-cuda',
      'ONNX Runtime has its CUDA provider on Linux x64 only',
      'use compiled-webgpu or compiled-cpu here',
    );
  if (!cudaProviderInstalled())
    throw new EngineUnavailable(
      'compiled-cuda',
      "ONNX Runtime's CUDA provider is not installed",
      'run `npm run trainer:cuda`; it needs CUDA 12 and cuDNN 9',
    );
}

const onDeviceOptions = (provider: Provider, threads: number): InferenceSession.SessionOptions => ({
  executionProviders: [provider, 'cpu'],
  intraOpNumThreads: threads,
  interOpNumThreads: 1,
  executionMode: 'sequential',
});

/** Opens an ONNX model. Throws EngineUnavailable when the provider does not work here. */
export async function openSession(onnx: Uint8Array, settings: SessionSettings): Promise<InferenceSession> {
  const { provider, threads, onDevice = [] } = settings;
  checkInstalled(provider);
  env.logLevel = 'fatal';
  try {
    return await InferenceSession.create(onnx, {
      ...(provider === 'cpu' ? sessionOptions(threads) : onDeviceOptions(provider, threads)),
      logSeverityLevel: 4,
      ...(onDevice.length > 0
        ? { preferredOutputLocation: Object.fromEntries(onDevice.map((name) => [name, 'gpu-buffer' as const])) }
        : {}),
    });
  } catch (error) {
    throw unavailable(provider, error);
  }
}
