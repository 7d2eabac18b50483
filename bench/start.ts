/**
 * How long the step of a run takes to be there, the first time and again: see README.md.
 * `npm run --silent bench:start -- [--json]`
 */
import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { availableParallelism, tmpdir } from 'node:os';
import { join } from 'node:path';

const SHAPES = [
  { size: 64, ngf: 32 },
  { size: 128, ngf: 32 },
  { size: 256, ngf: 64 },
];

interface Start {
  graphMs: number;
  sessionMs: number;
  /** Processor time of both. */
  cpuMs: number;
}

const cache = mkdtempSync(join(tmpdir(), 'bench-start-'));
function start(shape: (typeof SHAPES)[number]): Start {
  const child = spawnSync(
    process.execPath,
    [
      ...['--import', import.meta.resolve('tsx'), join(import.meta.dirname, 'start-side.ts')],
      JSON.stringify({ ...shape, ndf: shape.ngf }),
      String(availableParallelism()),
    ],
    { env: { ...process.env, XDG_CACHE_HOME: cache }, encoding: 'utf8' },
  );
  if (child.status !== 0) throw new Error(child.stderr);
  return JSON.parse(child.stdout) as Start;
}

const results = SHAPES.map((shape) => ({ ...shape, cold: start(shape), warm: start(shape) }));
rmSync(cache, { recursive: true, force: true });
const report = { measuredAt: new Date().toISOString(), results };
const folder = join(import.meta.dirname, 'out');
mkdirSync(folder, { recursive: true });
writeFileSync(join(folder, 'start.json'), `${JSON.stringify(report, null, 2)}\n`);
if (process.argv.includes('--json')) console.log(JSON.stringify(report));
else
  console.table(
    results.map(({ size, ngf, cold, warm }) => ({
      size,
      ngf,
      'cold: graph ms': Math.round(cold.graphMs),
      'session ms': Math.round(cold.sessionMs),
      'warm: graph ms': Math.round(warm.graphMs),
      'session ms again': Math.round(warm.sessionMs),
      'warm ms': Math.round(warm.graphMs + warm.sessionMs),
      'warm CPU ms': Math.round(warm.cpuMs),
    })),
  );
