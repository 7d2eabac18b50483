import { existsSync, realpathSync } from 'node:fs';
import { dirname, join } from 'node:path';

/** What a process needs in its environment to compute with WebGPU on the processor, or why it can't be had here. */
export type SoftwareVulkan = { env: Record<string, string> } | { missing: string };

const FOLDERS = ['/usr/lib/chromium', '/usr/lib/chromium-browser', '/opt/google/chrome'];
/** SwiftShader's driver, its description, and the loader: Chromium brings all three. */
const FILES = ['libvk_swiftshader.so', 'vk_swiftshader_icd.json', 'libvulkan.so.1'];

/** Looks for SwiftShader, the Vulkan on the processor that Chromium brings; $CHROMIUM names one elsewhere. */
export function findSoftwareVulkan(): SoftwareVulkan {
  if (process.platform !== 'linux') return { missing: 'SwiftShader is looked for on Linux only' };
  const { CHROMIUM } = process.env;
  const given = CHROMIUM && existsSync(CHROMIUM) ? [dirname(realpathSync(CHROMIUM))] : [];
  const searched = [...given, ...FOLDERS];
  const folder = searched.find((candidate) => FILES.every((name) => existsSync(join(candidate, name))));
  if (!folder) return { missing: `no Chromium with SwiftShader in ${searched.join(', ')}: install chromium` };
  return { env: { LD_LIBRARY_PATH: folder, VK_ICD_FILENAMES: join(folder, 'vk_swiftshader_icd.json') } };
}
