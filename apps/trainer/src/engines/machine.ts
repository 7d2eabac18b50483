import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { cpus, hostname, release } from 'node:os';
import { join } from 'node:path';
import { sha256 } from '../files/hash.ts';
import type { EngineName } from './names.ts';
import { packageRoot } from './native-files.ts';

/** Packages whose versions decide how fast an engine is. */
const PACKAGES = [
  'onnxruntime-node',
  '@tensorflow/tfjs-core',
  '@tensorflow/tfjs-node-gpu',
  '@tensorflow/tfjs-node',
] as const;

/** Where Linux keeps the descriptions of its Vulkan drivers; their names and contents change with the driver. */
const VULKAN_DRIVERS = ['/usr/share/vulkan/icd.d', '/etc/vulkan/icd.d'];

const orNothing = <T>(read: () => T): T | null => {
  try {
    return read();
  } catch {
    return null;
  }
};

const versionOf = (name: string): string | null =>
  orNothing(() => JSON.parse(readFileSync(join(packageRoot(name), 'package.json'), 'utf8')).version);

/** Cards and driver versions as NVIDIA's own tool lists them. */
const nvidia = (): string | null =>
  orNothing(() =>
    execFileSync('nvidia-smi', ['--query-gpu=name,driver_version', '--format=csv,noheader'], {
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'ignore'],
      timeout: 5_000,
    }),
  );

const vulkan = (): unknown[] => [
  process.env.VK_DRIVER_FILES ?? process.env.VK_ICD_FILENAMES ?? null,
  ...VULKAN_DRIVERS.map((folder) =>
    orNothing(() =>
      readdirSync(folder)
        .sort()
        .map((name) => [name, readFileSync(join(folder, name), 'utf8')]),
    ),
  ),
];

/**
 * What the speed of an engine depends on: the machine, its graphics drivers, the packages' versions, the threads and
 * the engines that are installed. The same text as long as none of it changes.
 */
export const machineNow = (threads: number, among: readonly EngineName[]): string =>
  sha256(
    JSON.stringify([
      hostname(),
      cpus().map(({ model }) => model),
      release(),
      process.versions.node,
      PACKAGES.map(versionOf),
      nvidia(),
      vulkan(),
      threads,
      among,
    ]),
  );
