/**
 * What data costs an iteration: training on JPEG files against batches that lie ready as tensors, on the compiled CPU
 * engine, in turns within one process. `npm run --silent bench:data -- [--size 64] [--rounds 12] [--json]`
 */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { availableParallelism, loadavg, tmpdir } from 'node:os';
import { join } from 'node:path';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { RunConfig } from '@combogan/contracts';
import { Command } from 'commander';
import { firstState } from '../apps/trainer/src/checkpoint/training-state.ts';
import { type Batch, Batches } from '../apps/trainer/src/data/batches.ts';
import type { DecodedImage } from '../apps/trainer/src/data/decode.ts';
import { readDomain } from '../apps/trainer/src/data/domain-images.ts';
import { ImageCache } from '../apps/trainer/src/data/image-cache.ts';
import { listImageFiles } from '../apps/trainer/src/data/image-files.ts';
import { PixelFile } from '../apps/trainer/src/data/pixel-file.ts';
import { createEngine } from '../apps/trainer/src/engines/create.ts';
import { TrainingSession } from '../apps/trainer/src/training/session.ts';
import { PHOTO, photoFolders } from './photos.ts';

/** Where pixels come from: held in memory, in the file for what memory does not hold, or decoded for every draw. */
const SOURCES = {
  memory: { memory: 2 ** 30, disk: 0 },
  file: { memory: 0, disk: 2 ** 40 },
  decoding: { memory: 0, disk: 0 },
} as const;
type Source = keyof typeof SOURCES;
const ARMS = ['tensors', ...Object.keys(SOURCES)] as ('tensors' | Source)[];

const KEYS = ['photos', 'paintings'];
const IMAGES = 40;
const WARM_UP = 2;
/** A turn lasts about this long. */
const TURN_MS = 2000;

interface Timing {
  wallMs: number[];
  cpuMs: number[];
}

/** An image cache that can tell when nothing is being prepared. */
class WatchedCache extends ImageCache {
  #last: Promise<unknown> = Promise.resolve();
  override strip(path: string, top: number, height: number): Promise<DecodedImage> {
    const strip = super.strip(path, top, height);
    this.#last = Promise.allSettled([this.#last, strip]);
    return strip;
  }
  settled(): Promise<unknown> {
    return this.#last;
  }
}

const quartile = (values: readonly number[]): number =>
  values.toSorted((a, b) => a - b)[values.length >> 2] ?? Number.NaN;

/** Times all arms at one size, in turns. Every turn of a source pays for as many images as it uses. */
async function measure(config: RunConfig, threads: number, rounds: number, folder: string) {
  const caches: WatchedCache[] = [];
  const takers: Record<string, () => Promise<Batch>> = {};
  for (const [source, { memory, disk }] of Object.entries(SOURCES)) {
    const cache = new WatchedCache(config.loadSize, memory, await PixelFile.create(join(folder, 'pixels'), disk));
    const domains = [];
    for (const key of KEYS) domains.push(await readDomain(key, await listImageFiles(key, join(folder, key)), cache));
    const batches = new Batches(config, domains, cache);
    let taken = 0;
    takers[source] = () => batches.take(++taken);
    caches.push(cache);
  }
  const ready: Batch[] = [];
  for (let i = 0; i < 16; i++) ready.push(await (takers.memory as () => Promise<Batch>)());
  let used = 0;
  takers.tensors = () => Promise.resolve(ready[used++ % ready.length] as Batch);

  const engine = await createEngine('compiled-cpu', config, threads);
  const session = new TrainingSession(engine, config, KEYS, firstState(config, KEYS));
  const iterate = async (take: () => Promise<Batch>): Promise<void> => {
    await nextTurn();
    await session.iterate({ ...(await take()), iteration: session.iteration + 1 });
  };
  const settled = () => Promise.all(caches.map((cache) => cache.settled()));
  const turn = async (arm: string, iterations: number): Promise<{ wall: number; cpu: number }> => {
    await settled();
    const [started, burned] = [performance.now(), process.cpuUsage()];
    for (let i = 0; i < iterations; i++) await iterate(takers[arm] as () => Promise<Batch>);
    await settled();
    const { user, system } = process.cpuUsage(burned);
    return { wall: (performance.now() - started) / iterations, cpu: (user + system) / 1000 / iterations };
  };

  await turn('tensors', WARM_UP);
  const { wall } = await turn('tensors', WARM_UP);
  const iterations = Math.max(1, Math.round(TURN_MS / wall));
  // A round that does not count: caches fill, prefetching begins.
  for (const arm of ARMS) await turn(arm, iterations);
  const timings = Object.fromEntries(ARMS.map((arm): [string, Timing] => [arm, { wallMs: [], cpuMs: [] }]));
  for (let round = 0; round < rounds; round++)
    for (const arm of round % 2 ? ARMS.toReversed() : ARMS) {
      const spent = await turn(arm, iterations);
      timings[arm]?.wallMs.push(spent.wall);
      timings[arm]?.cpuMs.push(spent.cpu);
    }
  await engine.dispose();
  for (const cache of caches) await cache.close();

  /** How much more than the tensors' turns, by their lower quartiles: what a busy machine disturbs least. */
  const more = (arm: string, what: keyof Timing) => {
    const [ours, theirs] = [timings[arm]?.[what] ?? [], timings.tensors?.[what] ?? []];
    const share = (turns: number[]): number =>
      quartile(turns.map((turn) => ours[turn] ?? Number.NaN)) /
        quartile(turns.map((turn) => theirs[turn] ?? Number.NaN)) -
      1;
    const all = [...ours.keys()];
    const resampled = Array.from({ length: 1000 }, () => share(all.map(() => Math.floor(Math.random() * rounds))));
    const mean = resampled.reduce((sum, value) => sum + value, 0) / resampled.length;
    const variance = resampled.reduce((sum, value) => sum + (value - mean) ** 2, 0) / resampled.length;
    return { share: share(all), error: Math.sqrt(variance) };
  };
  return ARMS.map((arm) => ({
    size: config.size,
    ngf: config.ngf,
    images: arm,
    iterations: iterations * rounds,
    ms: quartile(timings[arm]?.wallMs ?? []),
    cpuMs: quartile(timings[arm]?.cpuMs ?? []),
    longer: more(arm, 'wallMs'),
    cpuMore: more(arm, 'cpuMs'),
  }));
}

const options = new Command('bench:data')
  .option('--size <pixels>', 'one of the sizes (may be repeated); default 64 and 256', (text, all: number[] = []) => [
    ...all,
    Number(text),
  ])
  .option('--rounds <count>', 'turns of each source', Number, 12)
  .option('--threads <count>', 'threads of the step', Number, availableParallelism())
  .option('--json', 'print one JSON object instead of a table')
  .parse()
  .opts<{ size?: number[]; rounds: number; threads: number; json?: boolean }>();

const [load = 0] = loadavg();
const folder = mkdtempSync(join(tmpdir(), 'combogan-bench-data-'));
const results = [];
try {
  await photoFolders(folder, KEYS, IMAGES);
  for (const size of options.size ?? [64, 256]) {
    const channels = size >= 256 ? 64 : 32;
    const config = RunConfig.parse({ size, ngf: channels, ndf: channels, iterations: 1_000_000 });
    process.stderr.write(`${size} x ${size}, ngf ${channels} ...\n`);
    results.push(...(await measure(config, options.threads, options.rounds, folder)));
  }
} finally {
  rmSync(folder, { recursive: true, force: true });
}

const { threads } = options;
const report = { measuredAt: new Date().toISOString(), threads, load, files: `JPEG, ${PHOTO}`, results };
const out = join(import.meta.dirname, 'out');
mkdirSync(out, { recursive: true });
writeFileSync(join(out, 'data.json'), `${JSON.stringify(report, null, 2)}\n`);
const percent = ({ share, error }: { share: number; error: number }): string =>
  `${(100 * share).toFixed(1)} ± ${(100 * error).toFixed(1)}%`;
const lines = results.map(({ size, images, ms, longer, cpuMs, cpuMore, iterations }) =>
  [size, images.padEnd(8), ms.toFixed(1), percent(longer), cpuMs.toFixed(1), percent(cpuMore), iterations].join('\t'),
);
process.stdout.write(
  options.json
    ? `${JSON.stringify(report)}\n`
    : `${['size', 'images  ', 'ms', 'longer     ', 'CPU ms', 'more CPU   ', 'iterations'].join('\t')}\n${lines.join('\n')}\nJPEG files of ${PHOTO}, ${threads} threads, load at the start ${load.toFixed(1)}\n`,
);
