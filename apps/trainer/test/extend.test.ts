import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import { loadCheckpoint } from '../src/checkpoint/load.ts';
import { picture, pictureFolders } from './images.ts';
import { outcome } from './outcome.ts';
import { temporaryFolder } from './temporary.ts';
import { inProcess, TINY, TrainerProcess, trainer } from './trainer-process.ts';

const folder = temporaryFolder();
const base = join(folder, 'base');
const mixed = join(folder, 'mixed');
const frozen = join(folder, 'frozen');
const ENGINE = ['--engine', 'compiled-cpu', '--threads', '2'];

const extend = (out: string, iterations: number, ...more: string[]) => [
  ...['train', '--json', '--extend', base, '--domain', `mixed=${mixed}`, '--iterations', String(iterations)],
  ...['--checkpoint-every', '10', '--out', out, ...ENGINE, ...more],
];

/** A fast learner, so that few iterations show that it learns. */
const FROZEN = ['--frozen', '--learning-rate', '0.003', '--decay-iterations', '0'];

const stateOf = async (out: string) => (await loadCheckpoint(join(out, 'checkpoint')))?.state.domains ?? [];

interface Iteration {
  domains: [string, string];
  losses: Record<string, Record<string, number>>;
}
const iterationsOf = (stdout: string[]): Iteration[] =>
  stdout.map((line) => JSON.parse(line)).filter(({ event }) => event === 'iteration');

const meanCycle = (records: Iteration[]): number => {
  const values = records.flatMap(({ losses }) => losses.mixed?.cycle ?? []);
  return values.reduce((sum, value) => sum + value, 0) / values.length;
};

beforeAll(async () => {
  const { discs, squares } = await pictureFolders(folder);
  mkdirSync(mixed);
  for (let i = 0; i < 6; i++) writeFileSync(join(mixed, `${i}.png`), await picture(i % 2 ? 'disc' : 'square', 50 + i));
  const { code } = await trainer([
    ...['train', '--json', '--domain', `discs=${discs}`, '--domain', `squares=${squares}`, ...TINY],
    ...[
      '--iterations',
      '150',
      '--learning-rate',
      '0.003',
      '--pool-size',
      '5',
      '--lambda-identity',
      '1',
      '--out',
      base,
      ...ENGINE,
    ],
  ]);
  expect(code).toBe(0);
}, 120_000);

describe('R11: a domain added while the others are frozen', () => {
  let stdout: string[];
  beforeAll(async () => {
    const ended = await trainer(extend(frozen, 100, ...FROZEN));
    expect(ended).toMatchObject({ code: 0, stderr: [] });
    stdout = ended.stdout;
  }, 120_000);

  test('leaves weights, Adam moments and steps, and pools of the frozen ones as they were, bit for bit', async () => {
    const [before, after] = [await stateOf(base), await stateOf(frozen)];
    expect(after.slice(0, 2)).toEqual(before);
    expect(after[2]).toMatchObject({ adamSteps: 100 });
    expect(JSON.parse(stdout[0] ?? '').domains).toMatchObject([{ frozen: true }, { frozen: true }, { frozen: false }]);
  });

  test('trains the new one against each of the others, and it learns', () => {
    const records = iterationsOf(stdout);
    expect(new Set(records.map(({ domains }) => domains.join()))).toEqual(new Set(['mixed,discs', 'mixed,squares']));
    expect(meanCycle(records.slice(-20))).toBeLessThan(0.8 * meanCycle(records.slice(0, 20)));
    const losses = records[0]?.losses ?? {};
    expect(Object.keys(losses.mixed ?? {})).toEqual(['gan', 'cycle', 'identity', 'discriminator']);
    expect(Object.keys(losses.discs ?? losses.squares ?? {})).toEqual(['gan', 'cycle']);
  });

  test('resumes exactly after a kill -9, without the run that it extends', async () => {
    const killed = join(folder, 'killed');
    const running = new TrainerProcess(extend(killed, 100, ...FROZEN));
    running.onLine((line) => {
      const { event, iteration } = JSON.parse(line);
      if (event === 'iteration' && iteration === 24) running.child.kill('SIGKILL');
    });
    await running.ended;
    const run = join(killed, 'run.json');
    writeFileSync(run, readFileSync(run, 'utf8').replaceAll(join(base, 'checkpoint'), join(folder, 'gone')));
    expect(await trainer(['train', '--json', '--resume', killed])).toMatchObject({ code: 0, stderr: [] });
    expect(await outcome(killed)).toEqual(await outcome(frozen));
  }, 120_000);
});

test('R11: a run can go on with all its domains: from their weights, moments and pools, with a schedule of its own', async () => {
  const out = join(folder, 'more');
  const args = ['train', '--json', '--extend', base, '--iterations', '6', '--out', out, ...ENGINE];
  const { code, stdout } = await trainer(args);
  expect(code).toBe(0);
  const [before, after] = [await stateOf(base), await stateOf(out)];
  const steps = (state: typeof before) => state.reduce((sum, { adamSteps }) => sum + adamSteps, 0);
  expect(steps(after)).toBe(steps(before) + 2 * 6);
  expect(JSON.parse(stdout[0] ?? '')).toMatchObject({
    config: { iterations: 6, decayIterations: 3, ngf: 4, lambdaIdentity: 1 },
  });
}, 120_000);

describe('B1: what cannot be extended is refused in one line, and leaves nothing', () => {
  const out = join(folder, 'refused');
  const to = ['--out', out];
  test.each<[string, () => string[], RegExp]>([
    ['no run', () => ['--extend', mixed, ...to], /^error: --extend: .* holds no run/],
    ['frozen alone', () => ['--extend', base, '--frozen', ...to], /--frozen: nothing would train; add a domain by/],
    ['frozen without a run', () => ['--frozen', ...to], /--frozen: say which run keeps its domains .*--extend DIR/],
    [
      'other networks',
      () => ['--extend', base, '--ngf', '8', ...to],
      /--ngf: the run in .* has 4, and its domains keep/,
    ],
    [
      'a name that differs in case only',
      () => ['--extend', base, '--domain', `Discs=${mixed}`, ...to],
      /"Discs" is given twice/,
    ],
    [
      'with resume',
      () => ['--extend', base, '--resume', base],
      /--extend: a run that is resumed knows what it extends/,
    ],
    ['no output', () => ['--extend', base], /--out: say which folder gets the extended run/],
  ])('%s', async (_, args, message) => {
    const { code, stderr } = await inProcess(['train', ...args()]);
    expect(code).toBe(1);
    expect(stderr).toMatch(/^error: .*\n$/);
    expect(stderr).toMatch(message);
    expect(existsSync(out)).toBe(false);
  });
});
