/**
 * Whether an iteration costs the same however many domains a run has: see README.md.
 * `npm run --silent bench:growth -- [--rounds 10] [--json]`
 */
import { mkdirSync, writeFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { RunConfig } from '@combogan/contracts';
import { parameterCounts } from '@combogan/model';
import { Command } from 'commander';
import { Side } from './side.ts';

const DOMAINS = [2, 8, 32];
const ITERATIONS = 10;
/** No history pools: they grow with the iterations, up to their own size. */
const config = RunConfig.parse({ size: 64, ngf: 16, ndf: 16, poolSize: 0 });

const { rounds, threads, json } = new Command('bench:growth')
  .option('--rounds <count>', 'turns each number of domains takes', Number, 10)
  .option('--threads <count>', 'threads of the step', Number, availableParallelism())
  .option('--json', 'print one JSON object instead of a table')
  .parse()
  .opts<{ rounds: number; threads: number; json?: boolean }>();

const median = (values: readonly number[]): number =>
  values.toSorted((a, b) => a - b)[values.length >> 1] ?? Number.NaN;
const launch = (domains: number) =>
  new Side(process.execPath, [
    '--expose-gc',
    '--import',
    import.meta.resolve('tsx'),
    join(import.meta.dirname, 'growth-side.ts'),
    String(domains),
  ]);

const runs = DOMAINS.map((domains) => ({
  domains,
  side: launch(domains),
  wall: [] as number[],
  cpu: [] as number[],
  bytes: 0,
  held: 0,
}));
for (const { side } of runs) {
  await side.setUp(config, threads);
  await side.run(ITERATIONS);
}
for (let round = 0; round < rounds; round++)
  for (const run of runs) {
    const turn = await run.side.run(ITERATIONS);
    run.wall.push(...turn.wallMs);
    run.cpu.push(...turn.cpuMs);
    run.bytes = turn.peakBytes;
    run.held = turn.heldBytes ?? Number.NaN;
  }
for (const { side } of runs) await side.close();

/** Weights and both Adam moments of one domain, float32. */
const domainBytes = 12 * Object.values(parameterCounts(config)).reduce((sum, count) => sum + count, 0);
const [first] = runs;
const results = runs.map(({ domains, wall, cpu, bytes, held }) => ({
  domains,
  wallMs: median(wall),
  cpuMs: median(cpu),
  relative: median(wall) / median(first?.wall ?? []),
  relativeCpu: median(cpu) / median(first?.cpu ?? []),
  residentBytes: bytes,
  heldBytes: held,
  heldPerFurtherDomain: domains > 2 ? (held - (first?.held ?? 0)) / (domains - 2) : null,
}));
const report = { measuredAt: new Date().toISOString(), threads, config, domainBytes, results };
const folder = join(import.meta.dirname, 'out');
mkdirSync(folder, { recursive: true });
writeFileSync(join(folder, 'growth.json'), `${JSON.stringify(report, null, 2)}\n`);
const megabytes = (count: number | null) => (count === null ? '-' : (count / 1e6).toFixed(1));
if (json) console.log(JSON.stringify(report));
else {
  console.table(
    results.map((result) => ({
      domains: result.domains,
      'ms an iteration': result.wallMs.toFixed(1),
      'to 2 domains': result.relative.toFixed(3),
      'CPU ms': result.cpuMs.toFixed(1),
      'CPU to 2 domains': result.relativeCpu.toFixed(3),
      'resident MB': megabytes(result.residentBytes),
      'arrays MB': megabytes(result.heldBytes),
      'arrays MB a further domain': megabytes(result.heldPerFurtherDomain),
    })),
  );
  console.log(`weights and moments of a domain: ${megabytes(domainBytes)} MB`);
}
