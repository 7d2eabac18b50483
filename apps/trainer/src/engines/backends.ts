import * as tf from '@tensorflow/tfjs-core';
import { messageOf } from '../errors.ts';
import type { EngineName } from './names.ts';
import { EngineUnavailable } from './unavailable.ts';

type EagerName = Extract<EngineName, `eager-${string}`>;

interface BackendSource {
  module: string;
  /** Imports the package, which registers the TF.js backend. */
  load(): Promise<unknown>;
  backend: string;
  /** What to do when it can't be loaded. */
  install: string;
}

/** Not among our dependencies: who wants it installs it. */
const TFJS_NODE: string = '@tensorflow/tfjs-node';

const SOURCES: Record<EagerName, BackendSource> = {
  'eager-node-gpu': {
    module: '@tensorflow/tfjs-node-gpu',
    load: () => import('@tensorflow/tfjs-node-gpu'),
    backend: 'tensorflow',
    install: 'run `npm run trainer:cuda`; it needs CUDA 11.2 and cuDNN 8.1',
  },
  'eager-node': {
    module: TFJS_NODE,
    load: () => import(TFJS_NODE),
    backend: 'tensorflow',
    install: 'run `npm install --no-save --ignore-scripts=false @tensorflow/tfjs-node@4.22.0`',
  },
  'eager-cpu': {
    module: '@tensorflow/tfjs-backend-cpu',
    load: () => import('@tensorflow/tfjs-backend-cpu'),
    backend: 'cpu',
    install: 'run `npm ci`',
  },
};

function why(name: EagerName, error: unknown): string {
  const { module } = SOURCES[name];
  const message = messageOf(error);
  if (/Cannot find (package|module)/.test(message) && message.includes(`'${module}'`))
    return `${module} is not installed`;
  if (/native addon|tfjs_binding|libtensorflow/i.test(message))
    return `the native parts of ${module} are not installed`;
  return `${module} can't be loaded: ${message}`;
}

/** Without CUDA's libraries libtensorflow goes on without the card, silently. */
const usesGpu = (): boolean => (tf.backend() as { isUsingGpuDevice?: boolean }).isUsingGpuDevice === true;

/** Makes an eager engine's TF.js backend the active one. Throws EngineUnavailable. */
export async function activateBackend(name: EagerName): Promise<void> {
  const { load, backend, install } = SOURCES[name];
  // Otherwise its CPU backend prints an advertisement for tfjs-node.
  tf.enableProdMode();
  try {
    await load();
    if (!(await tf.setBackend(backend))) throw new Error(`the backend ${backend} did not start`);
  } catch (error) {
    throw new EngineUnavailable(name, why(name, error), install, { cause: error });
  }
  if (name === 'eager-node-gpu' && !usesGpu())
    throw new EngineUnavailable(
      name,
      'TensorFlow found no CUDA device and would compute on the processor',
      'install an NVIDIA driver, CUDA 11.2 and cuDNN 8.1, and put their libraries on LD_LIBRARY_PATH',
    );
}
