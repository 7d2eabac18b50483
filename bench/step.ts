/**
 * Times one training iteration, ours against PyTorch's: see README.md.
 * `npm run --silent bench:step -- [--size 128] [--rounds 5] [--json]`
 */
import { mkdirSync, writeFileSync } from 'node:fs';
import { availableParallelism, loadavg } from 'node:os';
import { join } from 'node:path';
import { RunConfig } from '@combogan/contracts';
import { Command, InvalidArgumentError } from 'commander';
import { ceiling } from './ceiling.ts';
import { compare, type Result } from './compare.ts';
import { findTorch, NO_TORCH } from './python.ts';
import { table, withFloor } from './table.ts';

/** Channels that go with a size: the paper's at its own size of 256, half of them below. */
const channelsFor = (size: number): number => (size >= 256 ? 64 : 32);
const SIZES = [64, 128, 256];
/** Processes that want to run, on average over a minute, above which timings say little. */
const BUSY = 0.7;

function whole(text: string): number {
  const value = Number(text);
  if (!Number.isInteger(value) || value < 1) throw new InvalidArgumentError('must be a whole number above 0.');
  return value;
}

interface Options {
  size?: number[];
  rounds: number;
  threads: number;
  pytorch: boolean;
  json?: boolean;
}

const { size, rounds, threads, pytorch, json } = new Command('bench:step')
  .description('Times a ComboGAN iteration: compiled TF.js on onnxruntime-node against PyTorch, both on the CPU.')
  .option(
    '--size <pixels>',
    'one of the sizes (may be repeated); default 64, 128 and 256',
    (text, all: number[] = []) => [...all, whole(text)],
  )
  .option('--rounds <count>', 'turns each side takes', whole, 5)
  .option('--threads <count>', 'threads on either side', whole, availableParallelism())
  .option('--no-pytorch', 'time ours alone')
  .option('--json', 'print one JSON object instead of a table')
  .parse()
  .opts<Options>();

const note = (text: string) => process.stderr.write(`${text}\n`);
const python = pytorch ? findTorch() : null;
if (pytorch && !python) note(`${NO_TORCH}: timing ours alone.`);

const [load = 0] = loadavg();
if (load > BUSY) note(`This machine is busy (load ${load.toFixed(1)}): PyTorch suffers more from that than ours does.`);

const results: Result[] = [];
/** Measured before each size and at the end: the best of them is what the machine can do. */
const ceilings = [await ceiling(threads)];
for (const pixels of size ?? SIZES) {
  const config = RunConfig.safeParse({ size: pixels, ngf: channelsFor(pixels), ndf: channelsFor(pixels) });
  if (!config.success) {
    note(`--size ${pixels}: ${config.error.issues[0]?.message}`);
    process.exit(2);
  }
  note(`${pixels} x ${pixels}, ngf ${config.data.ngf} ...`);
  results.push(await compare(config.data, { python, rounds, threads }));
  ceilings.push(await ceiling(threads));
}

const ceilingFlops = Math.max(...ceilings);
const measured = results.map((result) => withFloor(result, ceilingFlops));
const report = {
  measuredAt: new Date().toISOString(),
  threads,
  load,
  pytorch: python !== null,
  ceilingFlops,
  results: measured,
};
const folder = join(import.meta.dirname, 'out');
mkdirSync(folder, { recursive: true });
writeFileSync(join(folder, 'step.json'), `${JSON.stringify(report, null, 2)}\n`);
process.stdout.write(json ? `${JSON.stringify(report)}\n` : `${table(measured, ceilingFlops)}\n`);
