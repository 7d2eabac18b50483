import { availableParallelism, totalmem } from 'node:os';
import type { RunConfig } from '@combogan/contracts';
import { iterationFlops } from '@combogan/model/cost';
import { Command } from 'commander';
import { MEASURED_CONFIG, rememberFastest } from '../engines/fastest.ts';
import { ENGINES, type EngineName } from '../engines/names.ts';
import { probeEngine } from '../engines/probe.ts';
import type { ProbeResult } from '../engines/probe-protocol.ts';
import { CHECK_CONFIG } from '../engines/signature.ts';
import { verdict } from '../engines/verdict.ts';
import { wholeConfig } from './config-flags.ts';
import { type Diagnosis, renderDiagnosis, renderHeading, renderSummary } from './doctor-table.ts';
import { printJson } from './output.ts';
import { threadCount } from './train-request.ts';

interface DoctorOptions {
  size?: string;
  ngf?: string;
  threads?: string;
  quick: boolean;
  json: boolean;
}

/** Iterations timed after the first. */
const TIMED = 3;

/**
 * What is timed on each engine. TF.js's CPU backend would take minutes for the real step, so it gets the small check
 * step, and its time is scaled by the arithmetic.
 */
function timedOn(engine: EngineName, config: RunConfig, quick: boolean) {
  if (engine === 'eager-cpu') return { config: CHECK_CONFIG, iterations: 1 };
  return { config, iterations: quick ? 1 : TIMED };
}

function diagnosisOf(engine: EngineName, result: ProbeResult, config: RunConfig): Diagnosis {
  if (!result.ok) return { engine, works: false, why: result.why, remedy: result.remedy };
  const estimated = engine === 'eager-cpu';
  const scale = estimated ? iterationFlops(config) / iterationFlops(CHECK_CONFIG) : 1;
  const ms = (result.ms ?? Number.NaN) * scale;
  return {
    engine,
    works: true,
    device: result.device,
    threads: result.threads,
    ms,
    estimated,
    flops: iterationFlops(config) / (ms / 1000),
    memory: result.memory,
  };
}

async function doctorCommand(options: DoctorOptions): Promise<void> {
  const given = { size: options.size, ngf: options.ngf, ndf: options.ngf };
  const numbers = Object.entries(given).flatMap(([key, text]) => (text === undefined ? [] : [[key, Number(text)]]));
  const config = wholeConfig({ ...sizes(MEASURED_CONFIG), ...Object.fromEntries(numbers) });
  const threads = threadCount(options.threads);
  if (!options.json) process.stdout.write(renderHeading(config, availableParallelism(), totalmem()));
  const found: Diagnosis[] = [];
  let reference: ProbeResult | undefined;
  // The processor first: the others are compared with it.
  const order = [...ENGINES].sort((a, b) => Number(b === 'compiled-cpu') - Number(a === 'compiled-cpu'));
  for (const engine of order) {
    const waiting = !options.json && process.stdout.isTTY;
    if (waiting) process.stdout.write(`  … trying ${engine}`);
    const result = await probeEngine({ engine, threads, timed: timedOn(engine, config, options.quick) });
    reference ??= result;
    const diagnosis = diagnosisOf(engine, verdict(result, reference), config);
    found.push(diagnosis);
    if (waiting) process.stdout.write('\r\x1b[K');
    if (!options.json) process.stdout.write(renderDiagnosis(diagnosis));
  }
  const works = found.flatMap((diagnosis) => (diagnosis.works ? [diagnosis] : []));
  const fastest = works.sort((a, b) => a.ms - b.ms)[0]?.engine ?? null;
  const comparable = !options.quick && iterationFlops(config) === iterationFlops(MEASURED_CONFIG);
  if (comparable && fastest !== null) rememberFastest(fastest, threads);
  if (options.json) printJson({ config, engines: found, fastest });
  else process.stdout.write(renderSummary(fastest, comparable));
}

const sizes = ({ size, ngf, ndf }: RunConfig) => ({ size, ngf, ndf });

/** `trainer doctor`: which engines work here, how fast, and what to install for the others. */
export function doctorProgram(): Command {
  return new Command('doctor')
    .description('Show which engines work on this machine, how fast they are, and what the others need')
    .option('--size <number>', 'image side of the step that is timed', String(MEASURED_CONFIG.size))
    .option('--ngf <number>', "channels of the networks' first layers", String(MEASURED_CONFIG.ngf))
    .option('--threads <number>', 'threads to compute with (default: one per core)')
    .option('--quick', 'time a single iteration', false)
    .option('--json', 'print one JSON object', false)
    .action(doctorCommand);
}
