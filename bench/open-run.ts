/**
 * Times opening a long run against a short one, through the real web server and Postgres: see README.md.
 * `npm run --silent bench:open -- [--domains 2 --domains 8] [--long 1000000] [--rounds 30] [--json]`
 */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Command } from 'commander';
import { type Studio, startStudio } from '../apps/web/test/studio.ts';
import { measureOpening, measureZooms, type Opening, type Zoom } from './open-run/measure.ts';
import { makeRun, SHORT } from './open-run/runs.ts';

interface Options {
  domains?: number[];
  long: number;
  rounds: number;
  json?: boolean;
}

const { domains, long, rounds, json } = new Command('bench:open')
  .description('Times opening a run of many iterations against one of a thousand, and looks for a spike at every zoom.')
  .option('--domains <count>', 'domains of the runs (may be repeated); default 2 and 8', (text, all: number[] = []) => [
    ...all,
    Number(text),
  ])
  .option('--long <iterations>', 'iterations of the long run', Number, 1_000_000)
  .option('--rounds <count>', 'times each run is opened', Number, 30)
  .option('--json', 'print one JSON object instead of tables')
  .parse()
  .opts<Options>();

const note = (text: string) => process.stderr.write(`${text}\n`);

interface Result {
  domains: number;
  iterations: number;
  fillSeconds: number;
  short: Opening;
  long: Opening;
  /** Time to open the long run over the short one's. */
  ratio: number;
  zooms: Zoom[];
}

async function compare(studio: Studio, count: number): Promise<Result> {
  note(`${count} domains: writing ${long} iterations ...`);
  const short = await makeRun(studio.services.db, count, SHORT);
  const filled = await makeRun(studio.services.db, count, long);
  note(`written in ${filled.seconds.toFixed(0)} s; opening each ${rounds} times ...`);
  const [shorter, longer] = await measureOpening(studio, [short.runId, filled.runId], rounds);
  return {
    domains: count,
    iterations: long,
    fillSeconds: filled.seconds,
    short: shorter,
    long: longer,
    ratio: longer.ms / shorter.ms,
    zooms: await measureZooms(studio, filled),
  };
}

const studio = await startStudio();
const results: Result[] = [];
try {
  for (const count of domains ?? [2, 8]) results.push(await compare(studio, count));
} finally {
  await studio.close();
}

const report = { measuredAt: new Date().toISOString(), rounds, results };
const folder = join(import.meta.dirname, 'out');
mkdirSync(folder, { recursive: true });
writeFileSync(join(folder, 'open-run.json'), `${JSON.stringify(report, null, 2)}\n`);

function tables(): string {
  const lines = [
    `domains  iterations  opened in ms (${SHORT} it)  opened in ms  times  answer kB (${SHORT} it)  answer kB`,
  ];
  for (const { domains: n, iterations, short, long: longer, ratio } of results)
    lines.push(
      [n, iterations, short.ms.toFixed(1), longer.ms.toFixed(1), ratio.toFixed(2), short.kilobytes, longer.kilobytes]
        .map(String)
        .join('\t'),
    );
  lines.push('', 'domains  zoom to iterations  spike seen in  zoomed in ms (median)');
  for (const { domains: n, zooms } of results)
    for (const { span, seen, asked, ms } of zooms) lines.push([n, span, `${seen}/${asked}`, ms.toFixed(1)].join('\t'));
  return lines.join('\n');
}
process.stdout.write(json ? `${JSON.stringify(report)}\n` : `${tables()}\n`);
if (results.some(({ zooms }) => zooms.some(({ seen, asked }) => seen < asked))) process.exitCode = 1;
