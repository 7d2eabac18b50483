import { styleText } from 'node:util';
import type { RunConfig } from '@combogan/contracts';
import { iterationFlops } from '@combogan/model/cost';
import { ENGINE_TITLES, type EngineName } from '../engines/names.ts';
import { byteCount } from './format.ts';

/** What is known of an engine on this machine. */
export type Diagnosis =
  | {
      engine: EngineName;
      works: true;
      device: string;
      threads: number;
      /** Milliseconds an iteration. */
      ms: number;
      /** True when a smaller step was timed and scaled by its arithmetic. */
      estimated: boolean;
      /** Floating-point operations a second. */
      flops: number;
      /** Bytes of main memory. */
      memory: number;
    }
  | { engine: EngineName; works: false; why: string; remedy: string };

type Style = Parameters<typeof styleText>[0];

const paint = (style: Style, text: string): string =>
  process.stdout.isTTY && !process.env.NO_COLOR ? styleText(style, text) : text;

const NAME_WIDTH = 17;
const INDENT = ' '.repeat(4 + NAME_WIDTH);

const rate = (flops: number): string => {
  const [unit, size] =
    flops >= 1e12
      ? (['TFLOP/s', 1e12] as const)
      : flops >= 1e9
        ? (['GFLOP/s', 1e9] as const)
        : (['MFLOP/s', 1e6] as const);
  const value = flops / size;
  return `${value.toFixed(value < 10 ? 1 : 0)} ${unit}`;
};

const milliseconds = (ms: number): string => {
  if (ms >= 120_000) return `${(ms / 60_000).toFixed(0)} min`;
  if (ms >= 10_000) return `${(ms / 1000).toFixed(0)} s`;
  if (ms >= 1000) return `${(ms / 1000).toFixed(1)} s`;
  return `${ms.toFixed(ms < 100 ? 1 : 0)} ms`;
};

/** Breaks a sentence so that lines stay within the terminal. */
function wrapped(text: string, indent: string): string {
  const width = Math.max(40, (process.stdout.columns ?? 100) - indent.length - 1);
  const lines: string[] = [];
  for (const word of text.split(' ')) {
    const last = lines.at(-1);
    if (last !== undefined && last.length + 1 + word.length <= width) lines[lines.length - 1] = `${last} ${word}`;
    else lines.push(word);
  }
  return lines.join(`\n${indent}`);
}

/** What is timed, and on which machine. */
export function renderHeading(config: RunConfig, cores: number, memory: number): string {
  const { size, batch, ngf, blocks } = config;
  const giga = (iterationFlops(config) / 1e9).toFixed(1);
  return [
    '',
    paint('bold', 'Engines on this machine'),
    paint(
      'dim',
      `${cores} ${cores === 1 ? 'core' : 'cores'}, ${byteCount(memory)} memory, Node ${process.versions.node}`,
    ),
    paint(
      'dim',
      `timed: one iteration of ${size} x ${size}, batch ${batch}, ngf ${ngf}, ${blocks} blocks: ${giga} GFLOP`,
    ),
    '',
    '',
  ].join('\n');
}

/** Two lines on an engine: how it does, or why not and what to do. */
export function renderDiagnosis(diagnosis: Diagnosis): string {
  const { engine } = diagnosis;
  const name = engine.padEnd(NAME_WIDTH);
  if (!diagnosis.works) {
    const { why, remedy } = diagnosis;
    return (
      `  ${paint('red', '✗')} ${paint('dim', name)}${wrapped(why, INDENT)}\n` +
      `${INDENT}${paint('yellow', '→')} ${wrapped(remedy, `${INDENT}  `)}\n`
    );
  }
  const { ms, estimated, flops, memory, device, threads } = diagnosis;
  const time = `${estimated ? '≈ ' : ''}${milliseconds(ms)}`;
  const shown = [time.padStart(9), rate(flops).padStart(12), byteCount(memory).padStart(8)].join('  ');
  const about = `${device}, ${threads} ${threads === 1 ? 'thread' : 'threads'}; ${ENGINE_TITLES[engine]}`;
  return `  ${paint('green', '✓')} ${paint('bold', name)}${shown}\n${INDENT}${paint('dim', wrapped(about, INDENT))}\n`;
}

/** The fastest engine; `auto` takes it when it was measured as `auto` measures. */
export function renderSummary(fastest: EngineName | null, comparable: boolean): string {
  if (fastest === null) return `\n${paint('red', 'No engine works here.')} Reinstall with npm ci.\n\n`;
  const auto = comparable
    ? '--engine auto takes it'
    : '--engine auto goes by the step that doctor times without options';
  return `\nThe fastest is ${paint('bold', fastest)}: ${auto}.\n\n`;
}
