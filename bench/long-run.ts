/**
 * Whether memory stays flat over a long run: the trainer's own command line for 20,000 iterations, samples and
 * checkpoints included, its resident memory as a line over the second half.
 * `npm run --silent bench:long-run -- [--iterations 20000] [--json]`
 */
import { spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { text } from 'node:stream/consumers';
import { Command } from 'commander';
import { fitLine } from './fit-line.ts';
import { photoFolders } from './photos.ts';
import { residentBytes } from './resident.ts';

const KEYS = ['photos', 'paintings'];
const IMAGES = 40;
/** Iterations between two looks at the memory. */
const LOOK_EVERY = 50;
/** Neighbouring looks resemble each other; the line is fitted to means of so many iterations. */
const BIN = 500;
const NETWORK = ['--size', '32', '--ngf', '4', '--ndf', '4', '--blocks', '1', '--discriminator-layers', '1'];
const EVERY = 500;

const options = new Command('bench:long-run')
  .option('--iterations <count>', 'iterations of the run', Number, 20_000)
  .option('--threads <count>', 'threads of the step; these networks are too small for more', Number, 1)
  .option('--json', 'print one JSON object instead of a table')
  .parse()
  .opts<{ iterations: number; threads: number; json?: boolean }>();

interface Look {
  iteration: number;
  bytes: number;
}

async function train(folder: string): Promise<{ looks: Look[]; seconds: number }> {
  await photoFolders(folder, KEYS, IMAGES);
  const domains = KEYS.flatMap((key) => ['--domain', `${key}=${join(folder, key)}`]);
  const main = join(import.meta.dirname, '..', 'apps', 'trainer', 'src', 'main.ts');
  const flags = [
    ...[
      '--iterations',
      String(options.iterations),
      '--sample-every',
      String(EVERY),
      '--checkpoint-every',
      String(EVERY),
    ],
    ...['--engine', 'compiled-cpu', '--threads', String(options.threads), '--out', join(folder, 'run'), '--json'],
  ];
  const child = spawn(process.execPath, [
    '--import',
    import.meta.resolve('tsx'),
    main,
    'train',
    ...domains,
    ...NETWORK,
    ...flags,
  ]);
  const said = text(child.stderr);
  const started = performance.now();
  const looks: Look[] = [];
  for await (const line of createInterface({ input: child.stdout })) {
    const event = JSON.parse(line) as { event: string; iteration?: number };
    if (event.event !== 'iteration' || event.iteration === undefined || event.iteration % LOOK_EVERY !== 0) continue;
    looks.push({ iteration: event.iteration, bytes: residentBytes(child.pid ?? 0) });
    if (event.iteration % 2000 === 0) process.stderr.write(`${event.iteration} iterations ...\n`);
  }
  const problem = await said;
  if (looks.at(-1)?.iteration !== options.iterations) throw new Error(`the run ended early: ${problem.trim()}`);
  return { looks, seconds: (performance.now() - started) / 1000 };
}

/** Means of neighbouring looks. */
function binned(looks: readonly Look[]): Look[] {
  const mean = (values: number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length;
  const bins: Look[][] = [];
  const size = BIN / LOOK_EVERY;
  for (let from = 0; from < looks.length; from += size) bins.push(looks.slice(from, from + size));
  return bins.map((bin) => ({
    iteration: mean(bin.map(({ iteration }) => iteration)),
    bytes: mean(bin.map(({ bytes }) => bytes)),
  }));
}

const folder = mkdtempSync(join(tmpdir(), 'combogan-bench-long-'));
try {
  const { looks, seconds } = await train(folder);
  const secondHalf = binned(looks.filter(({ iteration }) => iteration > options.iterations / 2));
  const { slope, error } = fitLine(secondHalf.map(({ iteration, bytes }) => [iteration / 1000, bytes / 1e6]));
  const at = (share: number): number => (looks[Math.round(share * (looks.length - 1))]?.bytes ?? Number.NaN) / 1e6;
  const report = {
    measuredAt: new Date().toISOString(),
    iterations: options.iterations,
    seconds,
    /** Megabytes per 1,000 iterations over the second half, and the standard error. */
    slope,
    error,
    megabytes: { early: at(0.05), half: at(0.5), end: at(1), most: Math.max(...looks.map(({ bytes }) => bytes)) / 1e6 },
    looks,
  };
  const out = join(import.meta.dirname, 'out');
  mkdirSync(out, { recursive: true });
  writeFileSync(join(out, 'long-run.json'), `${JSON.stringify(report, null, 2)}\n`);
  const mb = (value: number): string => `${value.toFixed(0)} MB`;
  process.stdout.write(
    options.json
      ? `${JSON.stringify(report)}\n`
      : [
          `iterations        ${options.iterations}, a sample matrix and a checkpoint every ${EVERY}, in ${seconds.toFixed(0)} s`,
          `resident          ${mb(at(0.05))} at 5%, ${mb(at(0.5))} at half, ${mb(at(1))} at the end, ${mb(report.megabytes.most)} at most`,
          `slope, 2nd half   ${slope.toFixed(3)} ± ${error.toFixed(3)} MB per 1,000 iterations (standard error)`,
          '',
        ].join('\n'),
  );
} finally {
  rmSync(folder, { recursive: true, force: true });
}
