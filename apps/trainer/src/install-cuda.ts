/**
 * `npm run trainer:cuda`: fetches the CUDA parts that an install leaves out, by the packages' own install scripts:
 * libtensorflow and the addon of @tensorflow/tfjs-node-gpu, and ONNX Runtime's CUDA provider. Each is tried alone, so
 * one that can't be had does not keep the other from being installed.
 */
import { spawn } from 'node:child_process';
import { delimiter, join } from 'node:path';
import { createInterface } from 'node:readline';
import { addonInstalled, cudaProviderInstalled, packageRoot } from './engines/native-files.ts';
import { messageOf } from './errors.ts';

interface Part {
  title: string;
  package: string;
  needs: string;
  /** Script of the package and its arguments. */
  script: string[];
  env: Record<string, string>;
  installed(): boolean;
  engine: string;
  /** Where the files come from, for machines behind a proxy or without internet. */
  elsewhere: string;
}

const PARTS: readonly Part[] = [
  {
    title: "ONNX Runtime's CUDA provider",
    package: 'onnxruntime-node',
    needs: 'CUDA 12 and cuDNN 9',
    script: ['script/install.js'],
    // Not 'cuda12': 1.30 reads that as no wish at all and does nothing under npm.
    env: { ONNXRUNTIME_NODE_INSTALL: 'true' },
    installed: cudaProviderInstalled,
    engine: 'compiled-cuda',
    elsewhere: 'behind a proxy set GLOBAL_AGENT_HTTPS_PROXY',
  },
  {
    title: 'libtensorflow with CUDA and the addon of tfjs-node-gpu',
    package: '@tensorflow/tfjs-node-gpu',
    needs: 'CUDA 11.2 and cuDNN 8.1',
    script: ['scripts/install.js', 'gpu', 'download'],
    env: {},
    installed: () => addonInstalled('@tensorflow/tfjs-node-gpu'),
    engine: 'eager-node-gpu',
    elsewhere: 'behind a proxy set HTTPS_PROXY; a mirror is named by TFJS_NODE_CDN_STORAGE, with a slash at its end',
  },
];

/** Runs a package's own script where it lies. Resolves with its exit code and what it printed. */
function runScript(root: string, { script, env }: Part): Promise<{ code: number | null; said: string }> {
  const bins = [
    join(root, 'node_modules', '.bin'),
    join(process.cwd(), 'node_modules', '.bin'),
    process.env.PATH ?? '',
  ];
  const child = spawn(process.execPath, script, {
    cwd: root,
    env: { ...process.env, ...env, PATH: bins.join(delimiter) },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const said: string[] = [];
  for (const input of [child.stdout, child.stderr])
    createInterface({ input }).on('line', (line) => {
      said.push(line);
      // Call stacks say nothing to the person who runs this.
      if (line.trim() !== '' && !/^\s+at /.test(line)) process.stdout.write(`    ${line}\n`);
    });
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (code) => resolve({ code, said: said.join('\n') }));
  });
}

/** What a person should look into, out of what the script printed. */
function reasonOf(said: string): string {
  const network = /(ENOTFOUND|EAI_AGAIN|ECONNREFUSED|ETIMEDOUT|ECONNRESET)[^\n]*/.exec(said)?.[0];
  if (network) return `this machine can't reach the download (${network.trim()})`;
  const error = /(?:Error|error): ?([^\n]+)/.exec(said)?.[1];
  return error?.trim() ?? 'its install script failed';
}

async function install(part: Part): Promise<boolean> {
  process.stdout.write(`\n${part.title} (${part.package}; it needs ${part.needs})\n`);
  let root: string;
  try {
    root = packageRoot(part.package);
  } catch {
    process.stdout.write(`  ✗ ${part.package} is not installed: run npm ci first\n`);
    return false;
  }
  if (part.installed()) {
    process.stdout.write('  ✓ already here\n');
    return true;
  }
  const { code, said } = await runScript(root, part);
  if (part.installed()) {
    process.stdout.write(`  ✓ installed: --engine ${part.engine}\n`);
    return true;
  }
  const why = code === 0 ? 'its install script ended without installing it' : reasonOf(said);
  process.stdout.write(`  ✗ not installed: ${why}\n    ${part.elsewhere}; then run this command again\n`);
  return false;
}

if (process.platform !== 'linux' || process.arch !== 'x64') {
  process.stdout.write('CUDA engines need Linux on x64; here compiled-webgpu uses the graphics card.\n');
  process.exitCode = 1;
} else {
  const results: boolean[] = [];
  for (const part of PARTS)
    results.push(
      await install(part).catch((error: unknown) => {
        process.stdout.write(`  ✗ not installed: ${messageOf(error)}\n`);
        return false;
      }),
    );
  process.stdout.write('\nSee what works now: npm run --silent trainer -- doctor\n');
  process.exitCode = results.some(Boolean) ? 0 : 1;
}
