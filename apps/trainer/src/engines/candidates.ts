import { readdirSync } from 'node:fs';
import type { EngineName } from './names.ts';
import { addonInstalled, cudaProviderInstalled } from './native-files.ts';

const anyFile = (folder: string, name: RegExp): boolean => {
  try {
    return readdirSync(folder).some((entry) => name.test(entry));
  } catch {
    return false;
  }
};

/** Whether a graphics card that Vulkan, Metal or Direct3D could drive is in sight. */
const cardInSight = (): boolean =>
  process.platform !== 'linux' || anyFile('/dev/dri', /^renderD/) || anyFile('/dev', /^nvidia\d/);

/**
 * Engines that may be the fastest here, told from what is installed without starting anything. TF.js's own CPU backend
 * is never among them: the compiled step on the processor is some hundred times faster.
 */
export function candidates(): EngineName[] {
  return [
    ...(cudaProviderInstalled() ? (['compiled-cuda'] as const) : []),
    ...(cardInSight() ? (['compiled-webgpu'] as const) : []),
    'compiled-cpu',
    ...(addonInstalled('@tensorflow/tfjs-node-gpu') ? (['eager-node-gpu'] as const) : []),
    ...(addonInstalled('@tensorflow/tfjs-node') ? (['eager-node'] as const) : []),
  ];
}
