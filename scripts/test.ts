/** `npm test`: everything that must hold, in the order that fails fastest. `npm test -- unit` runs only the named steps. */
import { spawn } from 'node:child_process';
import { ensureChromium } from './studio/chromium.ts';
import { ROOT, requireInstalled, StartError } from './studio/settings.ts';
import { bold, dim, green, red } from './studio/terminal.ts';

const npx = (...args: string[]) => run('npx', ['--no-install', ...args]);

const STEPS: Record<string, () => Promise<void>> = {
  generate: () => npx('turbo', 'run', 'generate', '--output-logs=errors-only'),
  lint: () => npx('biome', 'check', '.'),
  types: async () => {
    await npx('turbo', 'run', 'typecheck', '--output-logs=errors-only');
    await npx('tsc', '-p', 'tsconfig.json');
  },
  knip: () => npx('knip'),
  unit: () => npx('vitest', 'run'),
  build: () => npx('turbo', 'run', 'build', '--output-logs=errors-only'),
  e2e: async () => {
    const chromium = await ensureChromium();
    await run('npx', ['--no-install', 'playwright', 'test', '--config', 'e2e/playwright.config.ts'], {
      CHROMIUM: chromium,
    });
  },
};

function run(command: string, args: string[], env: Record<string, string> = {}): Promise<void> {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, {
      cwd: ROOT,
      stdio: 'inherit',
      env: { ...process.env, TURBO_TELEMETRY_DISABLED: '1', NEXT_TELEMETRY_DISABLED: '1', ...env },
    });
    child.once('error', reject);
    child.once('exit', (code) =>
      code === 0 ? resolve() : reject(new StartError(`${command} ${args.join(' ')}: exit code ${code}`)),
    );
  });
}

requireInstalled();
const wanted = process.argv.slice(2);
const unknown = wanted.filter((name) => !(name in STEPS));
if (unknown.length > 0) {
  console.error(red(`No such step: ${unknown.join(', ')}. Steps: ${Object.keys(STEPS).join(', ')}`));
  process.exit(2);
}
for (const [name, work] of Object.entries(STEPS)) {
  if (wanted.length > 0 && !wanted.includes(name)) continue;
  const start = performance.now();
  console.log(bold(`\n› ${name}`));
  try {
    await work();
  } catch (error) {
    console.error(red(`✗ ${name}: ${error instanceof Error ? error.message : error}`));
    process.exit(1);
  }
  console.log(`${green('✓')} ${name} ${dim(`${((performance.now() - start) / 1000).toFixed(1)} s`)}`);
}
