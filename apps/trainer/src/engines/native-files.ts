import { existsSync, readdirSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';

/** Where a package is installed. Throws when it is not. */
export const packageRoot = (name: string): string =>
  dirname(createRequire(import.meta.url).resolve(`${name}/package.json`));

/** The folder of ONNX Runtime's native files for this machine. */
const nativeFolder = (): string =>
  join(packageRoot('onnxruntime-node'), 'bin', 'napi-v6', process.platform, process.arch);

/** Whether ONNX Runtime's CUDA provider has been fetched. */
export const cudaProviderInstalled = (): boolean =>
  existsSync(join(nativeFolder(), 'libonnxruntime_providers_cuda.so'));

/** Whether the native parts of a TF.js backend package have been fetched: its addon, which comes after libtensorflow. */
export function addonInstalled(module: string): boolean {
  try {
    const lib = join(packageRoot(module), 'lib');
    return readdirSync(lib).some((folder) => existsSync(join(lib, folder, 'tfjs_binding.node')));
  } catch {
    return false;
  }
}
