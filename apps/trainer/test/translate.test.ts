import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import sharp from 'sharp';
import { beforeAll, describe, expect, test } from 'vitest';
import { saveCheckpoint } from '../src/checkpoint/save.ts';
import { firstState } from '../src/checkpoint/training-state.ts';
import { type WeightsAbout, writeDomainWeights } from '../src/export/domain-weights.ts';
import { sha256 } from '../src/files/hash.ts';
import { picture } from './images.ts';
import { SMALL_CONFIG } from './small-run.ts';
import { temporaryFolder } from './temporary.ts';
import { inProcess } from './trainer-process.ts';

const folder = temporaryFolder();
const KEYS = ['photo', '그림', 'sketch'];
const run = join(folder, 'run');
const weights = join(folder, 'downloaded');
const images = join(folder, 'my images');

/** The files in a folder and its subfolders, with forward slashes. */
const filesIn = (at: string): string[] =>
  readdirSync(at, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) =>
      join(entry.parentPath, entry.name)
        .slice(at.length + 1)
        .replaceAll('\\', '/'),
    )
    .sort();

beforeAll(async () => {
  const state = firstState(SMALL_CONFIG, KEYS);
  saveCheckpoint(
    join(run, 'checkpoint'),
    { ...state, iteration: 12 },
    {
      config: SMALL_CONFIG,
      domains: KEYS.map((key) => ({ key, dataset: sha256(key) })),
      engine: { name: 'compiled-cpu', threads: 2 },
    },
  );
  const about = (domain: string): WeightsAbout => ({
    ...{ domain, domains: KEYS, iteration: 12, config: SMALL_CONFIG, run: null },
    ...{ engine: 'compiled-cpu', createdAt: '2026-01-02T03:04:05.000Z' },
  });
  for (const [index, key] of KEYS.entries())
    await writeDomainWeights(join(weights, `${key}.zip`), state.domains[index]?.tensors ?? {}, about(key));
  for (const [name, side] of [
    ['고양이 1.png', 33],
    ['sub/x.png', 40],
    ['sub/deeper/x.png', 47],
  ] as const) {
    mkdirSync(join(images, name, '..'), { recursive: true });
    writeFileSync(join(images, name), await picture('disc', side, side));
  }
  await sharp(await picture('square', 3, 36))
    .jpeg()
    .toFile(join(images, 'sub', 'x.jpg'));
  writeFileSync(join(images, 'notes.txt'), 'no image');
});

const translate = (out: string, paths: string[], more: string[] = [], from = run) =>
  inProcess([
    'translate',
    '--run',
    from,
    '--from',
    'photo',
    '--out',
    out,
    '--engine',
    'compiled-cpu',
    ...more,
    ...paths,
  ]);

describe('translate', () => {
  test('a folder into all other domains: subfolders kept, sizes kept, names apart, other files skipped by name', async () => {
    const out = join(folder, 'out of all');
    const { code, stdout, stderr } = await translate(out, [images]);
    const names = ['sub/deeper/x.png', 'sub/x-2.png', 'sub/x.png', '고양이 1.png'];
    const expected = ['sketch', '그림'].flatMap((key) => names.map((name) => `${key}/${name}`));
    expect(code).toBe(0);
    expect(filesIn(out)).toEqual(expected.sort());
    expect(stdout.trimEnd().split('\n').sort()).toEqual(expected.map((name) => join(out, name)).sort());
    expect(stderr).toBe(
      `warning: skipped ${join(images, 'notes.txt')}: is not an image\ncheckpoint of iteration 12: photo to 그림, sketch\n`,
    );
    const sides = names.map(async (name) => (await sharp(join(out, '그림', name)).metadata()).width);
    expect(await Promise.all(sides)).toEqual([47, 40, 36, 33]);
  });

  test('W2: weights files give what the checkpoint gives; --autoencode and --reconstruct add theirs', async () => {
    const paths = [join(images, '고양이 1.png'), join(images, 'sub', 'x.png')];
    const outs = [join(folder, 'by checkpoint'), join(folder, 'by weights')] as const;
    for (const [out, from] of [
      [outs[0], run],
      [outs[1], weights],
    ] as const) {
      const { code, stderr } = await translate(out, paths, ['--autoencode', '--reconstruct'], from);
      expect({ code, stderr }).toMatchObject({
        code: 0,
        stderr: expect.stringContaining('photo to 그림, sketch, photo'),
      });
    }
    const names = filesIn(outs[0]);
    const folders = ['photo', 'photo.reconstructed', 'sketch', 'sketch.reconstructed', '그림', '그림.reconstructed'];
    expect(names).toEqual(folders.flatMap((at) => [`${at}/x.png`, `${at}/고양이 1.png`]).sort());
    expect(filesIn(outs[1])).toEqual(names);
    for (const name of names)
      expect(readFileSync(join(outs[1], name)).equals(readFileSync(join(outs[0], name)))).toBe(true);
  });

  test('--longest shrinks', async () => {
    const out = join(folder, 'shrunk');
    await translate(out, [join(images, 'sub', 'deeper')], ['--to', 'sketch', '--longest', '20']);
    expect(filesIn(out)).toEqual(['sketch/x.png']);
    expect(await sharp(join(out, 'sketch', 'x.png')).metadata()).toMatchObject({ width: 20, height: 20 });
  });
});

describe('bad input ends with one line, and nothing is written', () => {
  const image = () => join(images, 'sub', 'x.png');
  const out = join(folder, 'refused');
  const broken = join(folder, 'broken weights');
  beforeAll(() => {
    cpSync(weights, broken, { recursive: true });
    mkdirSync(join(folder, 'nothing'));
    writeFileSync(join(folder, 'a file'), '');
  });
  test.each<[string, () => Promise<{ code: number; stdout: string; stderr: string }>, RegExp]>([
    [
      'an unknown domain',
      () => translate(out, [image()], ['--to', 'oil']),
      /--to: the run has no domain "oil", only photo, 그림, sketch$/,
    ],
    ['a missing file', () => translate(out, [image(), '/no/x.png']), /\/no\/x\.png: there is no such file or folder$/],
    [
      'a file that is no image',
      () => translate(out, [join(images, 'notes.txt'), image()]),
      /notes\.txt: is not an image$/,
    ],
    ['a folder without images', () => translate(out, [join(folder, 'nothing')]), /no image in the folder/],
    [
      'a folder without a run',
      () => translate(out, [image()], [], images),
      /holds neither a checkpoint nor weights files$/,
    ],
    [
      'a side of half a pixel',
      () => translate(out, [image()], ['--longest', '0.5']),
      /--longest: must be a whole number from 16/,
    ],
    [
      'an out that is a file',
      () => translate(join(folder, 'a file'), [image()]),
      /can't be written: part of the path is a file$/,
    ],
    [
      'no out',
      () => inProcess(['translate', '--run', run, '--from', 'photo', image()]),
      /required option '--out <DIR>'/,
    ],
  ])('%s', async (_, command, message) => {
    const { code, stdout, stderr } = await command();
    expect({ code, stdout }).toEqual({ code: 1, stdout: '' });
    const lines = stderr
      .trimEnd()
      .split('\n')
      .filter((line) => !line.startsWith('checkpoint of'));
    expect(lines).toEqual([expect.stringMatching(/^error: /)]);
    expect(lines[0]).toMatch(message);
    expect(existsSync(out)).toBe(false);
  });

  test('an image is never written over by its translation', async () => {
    const inPlace = join(folder, 'in place');
    mkdirSync(join(inPlace, 'sketch'), { recursive: true });
    const path = join(inPlace, 'sketch', 'x.png');
    cpSync(image(), path);
    const { code, stderr } = await translate(inPlace, [path], ['--to', 'sketch']);
    expect({ code, stderr }).toMatchObject({
      code: 1,
      stderr: expect.stringContaining('is one of the images to translate'),
    });
    expect(readFileSync(path).equals(readFileSync(image()))).toBe(true);
  });

  test.each<[string, (at: string) => unknown, RegExp]>([
    ['is cut', (at) => writeFileSync(at, readFileSync(at).subarray(0, 20_000)), /sketch\.zip is no weights file: /],
    [
      'has a changed byte',
      (at) => {
        const bytes = readFileSync(at);
        const place = bytes.indexOf('discriminator.') + 30_000;
        bytes[place] = (bytes[place] ?? 0) ^ 1;
        writeFileSync(at, bytes);
      },
      /sketch\.zip is no weights file: /,
    ],
    [
      'is of another iteration',
      (at) =>
        writeDomainWeights(at, firstState(SMALL_CONFIG, KEYS).domains[2]?.tensors ?? {}, {
          ...{ domain: 'sketch', domains: KEYS, iteration: 13, config: SMALL_CONFIG, run: null },
          ...{ engine: 'compiled-cpu', createdAt: '2026-01-02T03:04:05.000Z' },
        }),
      /not of the same run as the others: iteration: expected 12, found 13$/,
    ],
    ['is there twice', (at) => cpSync(join(weights, '그림.zip'), at), /holds the weights of 그림 twice$/],
  ])('B1: a weights file that %s', async (_, damage, message) => {
    rmSync(broken, { recursive: true });
    cpSync(weights, broken, { recursive: true });
    await damage(join(broken, 'sketch.zip'));
    const { code, stderr } = await translate(out, [image()], [], broken);
    expect(code).toBe(1);
    expect(stderr).toMatch(/^error: .*\n$/);
    expect(stderr.trimEnd()).toMatch(message);
  });
});
