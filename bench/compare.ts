import { join } from 'node:path';
import type { RunConfig } from '@combogan/contracts';
import { iterationFlops } from '@combogan/model';
import { type Introduction, Side, type Turn } from './side.ts';

/** Medians over all measured iterations of one size; memory in bytes. PyTorch's are null where it is missing. */
export interface Result {
  size: number;
  ngf: number;
  batch: number;
  iterations: number;
  ours: string;
  pytorch: string | null;
  oursMs: number;
  pytorchMs: number | null;
  /** How many times as fast as PyTorch. */
  ratio: number | null;
  /** Fastest iterations: what a busy machine disturbs least. */
  oursBestMs: number;
  pytorchBestMs: number | null;
  oursCpuMs: number;
  pytorchCpuMs: number | null;
  oursPeakBytes: number;
  pytorchPeakBytes: number | null;
  /** Floating-point operations of the iteration's convolutions, each multiplication done; Winograd does fewer. */
  directFlops: number;
  /** Those of the products and convolutions that our compiled iteration does. */
  oursFlops: number;
}

const WARM_UP = 2;
/** A turn should last about this long, so that whatever disturbs the machine for a moment hits few of them. */
const TURN_MS = 2000;

function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const [low, high] = [sorted[(sorted.length - 1) >> 1], sorted[sorted.length >> 1]];
  return ((low ?? Number.NaN) + (high ?? Number.NaN)) / 2;
}

const launch = {
  ours: () =>
    new Side(process.execPath, ['--import', import.meta.resolve('tsx'), join(import.meta.dirname, 'ours.ts')]),
  pytorch: (python: string) => new Side(python, [join(import.meta.dirname, 'pytorch_step.py')]),
};

/** Lets both sides take turns within one run: warm-up, then `rounds` turns each. */
export async function compare(
  config: RunConfig,
  { python, rounds, threads }: { python: string | null; rounds: number; threads: number },
): Promise<Result> {
  const sides = [launch.ours(), ...(python ? [launch.pytorch(python)] : [])];
  try {
    const introductions: Introduction[] = [];
    const warm: Turn[] = [];
    for (const side of sides) {
      introductions.push(await side.setUp(config, threads));
      warm.push(await side.run(WARM_UP));
    }
    const turns: Turn[][] = sides.map(() => []);
    for (let round = 0; round < rounds; round++) {
      for (const [i, side] of sides.entries()) {
        const iterations = Math.max(1, Math.round(TURN_MS / (warm[i]?.wallMs.at(-1) ?? TURN_MS)));
        turns[i]?.push(await side.run(iterations));
      }
    }
    const [ours, pytorch] = turns.map((taken) => ({
      iterations: taken.reduce((sum, turn) => sum + turn.wallMs.length, 0),
      wallMs: median(taken.flatMap((turn) => turn.wallMs)),
      bestMs: Math.min(...taken.flatMap((turn) => turn.wallMs)),
      cpuMs: median(taken.flatMap((turn) => turn.cpuMs)),
      peakBytes: Math.max(...taken.map((turn) => turn.peakBytes)),
    }));
    if (!ours) throw new Error('nothing was measured');
    const { flops = Number.NaN } = introductions[0] ?? {};
    return {
      size: config.size,
      ngf: config.ngf,
      batch: config.batch,
      iterations: ours.iterations,
      ours: introductions[0]?.version ?? '',
      pytorch: introductions[1]?.version ?? null,
      oursMs: ours.wallMs,
      pytorchMs: pytorch?.wallMs ?? null,
      ratio: pytorch ? pytorch.wallMs / ours.wallMs : null,
      oursBestMs: ours.bestMs,
      pytorchBestMs: pytorch?.bestMs ?? null,
      oursCpuMs: ours.cpuMs,
      pytorchCpuMs: pytorch?.cpuMs ?? null,
      oursPeakBytes: ours.peakBytes,
      pytorchPeakBytes: pytorch?.peakBytes ?? null,
      directFlops: iterationFlops(config),
      oursFlops: flops,
    };
  } finally {
    await Promise.all(sides.map((side) => side.close()));
  }
}
