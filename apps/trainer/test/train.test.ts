import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { CheckpointManifest, IterationRecord, SampleSheet } from '@combogan/contracts';
import sharp from 'sharp';
import { beforeAll, describe, expect, test } from 'vitest';
import { sha256 } from '../src/files/hash.ts';
import { picture, pictureFolders } from './images.ts';
import { temporaryFolder } from './temporary.ts';
import { inProcess, TINY, trainer } from './trainer-process.ts';

const folder = temporaryFolder();
let discs: string;
let squares: string;

beforeAll(async () => {
  ({ discs, squares } = await pictureFolders(folder));
});

const domains = (a = discs, b = squares) => ['--domain', `discs=${a}`, '--domain', `squares=${b}`];

describe('train --json', () => {
  test('prints one object a line and leaves weights, samples, checkpoint and log', async () => {
    const out = join(folder, 'whole', 'run');
    const options = ['--iterations', '7', '--sample-every', '3', '--checkpoint-every', '4', '--seed', '5'];
    const { code, stdout, stderr } = await trainer([
      'train',
      ...domains(),
      ...TINY,
      ...options,
      '--out',
      out,
      '--json',
    ]);
    expect({ code, stderr }).toEqual({ code: 0, stderr: [] });

    const events = stdout.map((line) => JSON.parse(line));
    const named = (name: string) => events.filter(({ event }) => event === name);
    expect(events[0]).toMatchObject({ event: 'start', iteration: 0, iterations: 7, engine: 'compiled-cpu' });
    expect(events[0].domains).toMatchObject([
      { key: 'discs', images: 6, skipped: [] },
      { key: 'squares', images: 6, skipped: [] },
    ]);
    const records = named('iteration').map((event) => IterationRecord.parse(event));
    expect(records.map(({ iteration }) => iteration)).toEqual([1, 2, 3, 4, 5, 6, 7]);
    for (const { domains: pair, losses } of records) {
      expect(Object.keys(losses).sort()).toEqual([...pair].sort());
      for (const domain of Object.values(losses))
        expect(Object.keys(domain)).toEqual(['gan', 'cycle', 'discriminator']);
    }
    expect(named('sample').map(({ iteration }) => iteration)).toEqual([0, 3, 6, 7]);
    expect(named('checkpoint').map(({ iteration }) => iteration)).toEqual([4, 7]);
    expect(named('weights').map(({ domain }) => domain)).toEqual(['discs', 'squares']);
    expect(events.at(-1)).toMatchObject({ event: 'done', iteration: 7 });
    expect(new Set(events.map(({ event }) => event))).toEqual(
      new Set(['start', 'iteration', 'sample', 'checkpoint', 'weights', 'done']),
    );

    for (const event of named('sample')) {
      const sheet = SampleSheet.parse(event);
      const png = readFileSync(join(out, event.path));
      expect(sha256(png)).toBe(sheet.sha256);
      const { width, height } = await sharp(png).metadata();
      expect({ width, height }).toEqual({ width: 3 * 32, height: sheet.rows.length * 32 });
      expect(sheet.rows).toEqual([...Array(4).fill('discs'), ...Array(4).fill('squares')]);
      const back = readFileSync(join(out, event.path.replace('.png', '.back.png')));
      expect(sha256(back)).toBe(sheet.reconstructions?.sha256);
      expect(await sharp(back).metadata()).toMatchObject({ width, height });
      // both begin with the probe, and differ in what came of it
      const column = (image: Buffer, at: number) =>
        sharp(image)
          .extract({ left: at * 32, top: 0, width: 32, height })
          .raw()
          .toBuffer();
      expect(await column(back, 0)).toEqual(await column(png, 0));
      expect(await column(back, 2)).not.toEqual(await column(png, 2));
    }
    for (const event of named('weights')) expect(sha256(readFileSync(join(out, event.path)))).toBe(event.sha256);
    const manifest = CheckpointManifest.parse(
      JSON.parse(readFileSync(join(out, 'checkpoint', 'manifest.json'), 'utf8')),
    );
    expect(manifest.iteration).toBe(7);
    expect(readFileSync(join(out, 'log.ndjson'), 'utf8').trimEnd().split('\n')).toEqual(stdout);
    expect(readdirSync(out).sort()).toEqual([
      'checkpoint',
      'checkpoint.previous',
      'log.ndjson',
      'run.json',
      'samples',
      'weights',
    ]);
  });

  test('skips a corrupt image and a file that is none, by name', async () => {
    const mixed = join(folder, 'mixed');
    mkdirSync(join(mixed, 'sub'), { recursive: true });
    writeFileSync(join(mixed, 'good.png'), await picture('disc', 1));
    writeFileSync(join(mixed, 'sub', 'cut.png'), (await picture('disc', 2)).subarray(0, 150));
    writeFileSync(join(mixed, 'notes.txt'), 'not an image');
    const options = [...TINY, '--iterations', '1', '--out', join(folder, 'skipping'), '--json'];
    const { code, stdout, stderr } = await trainer(['train', ...domains(mixed), ...options]);
    expect(code).toBe(0);
    expect(stderr).toHaveLength(2);
    expect(stderr[0]).toMatch(/^warning: domain discs: skipped notes\.txt: is not an image$/);
    expect(stderr[1]).toMatch(/^warning: domain discs: skipped sub.cut\.png: can't be decoded/);
    expect(JSON.parse(stdout[0] ?? '').domains[0]).toMatchObject({ images: 1, skipped: [{ name: 'notes.txt' }, {}] });
  });
});

describe('bad input exits non-zero with one line on stderr and leaves nothing', () => {
  const out = join(folder, 'refused', 'run');
  beforeAll(() => {
    mkdirSync(join(folder, 'empty'));
    mkdirSync(join(folder, 'broken'));
    mkdirSync(join(folder, 'held'));
    writeFileSync(join(folder, 'broken', 'x.png'), 'no image');
    writeFileSync(join(folder, 'held', 'run.json'), '{}');
    writeFileSync(join(folder, 'a-file'), '');
  });
  const to = ['--out', out];
  test.each<[string, () => string[], RegExp]>([
    ['no such folder', () => [...domains('/no/such'), ...to], /discs: the folder \/no\/such does not exist/],
    ['an empty folder', () => [...domains(join(folder, 'empty')), ...to], /discs: no image in the folder/],
    ['no readable image', () => [...domains(join(folder, 'broken')), ...to], /none of its 1 files is a readable image/],
    ['a file as folder', () => [...domains(join(folder, 'a-file')), ...to], /is not a folder/],
    ['one domain', () => ['--domain', `discs=${discs}`, ...to], /only one given; translation needs two/],
    ['no domain', () => to, /none given/],
    ['a name given twice', () => [...domains(), '--domain', `Discs=${discs}`, ...to], /"Discs" is given twice/],
    ['a name with a slash', () => [...domains(), '--domain', `a/b=${discs}`, ...to], /the name "a\/b": use 1 to 40/],
    ['a domain without folder', () => ['--domain', 'discs', ...to], /expected NAME=FOLDER, not "discs"/],
    ['a size out of range', () => [...domains(), ...to, '--size', '16'], /--size: must be between 32 and 512/],
    ['a size of 5 times 7', () => [...domains(), ...to, '--size', '35'], /--size: must be a multiple of 4/],
    ['a size that is no number', () => [...domains(), ...to, '--size', 'big'], /--size: must be a number, not "big"/],
    [
      'a load size below the size',
      () => [...domains(), ...to, '--load-size', '40'],
      /--load-size: must be at least size/,
    ],
    ['half an iteration', () => [...domains(), ...to, '--iterations', '1.5'], /--iterations: must be a whole number/],
    ['an unknown option', () => [...domains(), ...to, '--sizes', '32'], /unknown option '--sizes'/],
    ['an unknown engine', () => [...domains(), ...to, '--engine', 'abacus'], /"abacus" is not one of auto, compiled/],
    ['an engine that is missing', () => [...domains(), ...to, '--engine', 'eager-node'], /npm install/],
    ['no threads', () => [...domains(), ...to, '--threads', '0'], /--threads: must be a whole number between/],
    ['no output folder', () => domains(), /--out: say which folder/],
    [
      'an output folder among the images',
      () => [...domains(), '--out', join(discs, 'run')],
      /--out: .*run lies in the folder of domain discs: samples would be taken for its images/,
    ],
    ['a file as output folder', () => [...domains(), '--out', join(folder, 'a-file')], /can't be written/],
    [
      'an output folder in a file',
      () => [...domains(), '--out', join(folder, 'a-file', 'x')],
      /part of the path is a file/,
    ],
    ['a folder that holds a run', () => [...domains(), '--out', join(folder, 'held')], /already holds a run.*--resume/],
    ['nothing to resume', () => ['--resume', join(folder, 'empty')], /holds no run/],
  ])('%s', async (_, args, message) => {
    const { code, stdout, stderr } = await inProcess(['train', ...args()]);
    expect(code).toBe(1);
    expect(stderr).toMatch(/^error: .*\n$/);
    expect(stderr).toMatch(message);
    expect(stdout).toBe('');
    expect(existsSync(join(folder, 'refused'))).toBe(false);
  });
});
