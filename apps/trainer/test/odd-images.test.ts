import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { IterationRecord } from '@combogan/contracts';
import sharp from 'sharp';
import { expect, test } from 'vitest';
import { pictureFolders } from './images.ts';
import { temporaryFolder } from './temporary.ts';
import { TINY, trainer } from './trainer-process.ts';

const folder = temporaryFolder();

/** A folder with a single image of one colour. */
async function oneImage(name: string, width: number, height: number, background: string): Promise<string> {
  mkdirSync(join(folder, name));
  await sharp({ create: { width, height, channels: 3, background } })
    .png()
    .toFile(join(folder, name, 'only.png'));
  return `${name}=${join(folder, name)}`;
}

test('an image smaller than the crop, images of a single colour and one image in a domain train without NaN', async () => {
  const { discs } = await pictureFolders(folder);
  const domains = [
    await oneImage('small', 17, 23, '#80ff00'),
    await oneImage('black', 40, 40, '#000000'),
    await oneImage('white', 16, 400, '#ffffff'),
    `discs=${discs}`,
  ];
  const options = ['--iterations', '50', '--lambda-identity', '0.5', '--lambda-forward', '0.2', '--batch', '2'];
  const { code, stdout, stderr } = await trainer([
    ...['train', '--json', ...domains.flatMap((domain) => ['--domain', domain])],
    ...[...TINY, ...options, '--out', join(folder, 'run')],
  ]);
  expect({ code, stderr }).toEqual({ code: 0, stderr: [] });
  const events = stdout.map((line) => JSON.parse(line));
  const records = events.filter(({ event }) => event === 'iteration').map((event) => IterationRecord.parse(event));
  expect(records).toHaveLength(50);
  const pairs = new Set(records.map(({ domains }) => domains.join()));
  expect(pairs.size).toBe(12);
  for (const { losses } of records)
    for (const domain of Object.values(losses))
      for (const value of Object.values(domain)) expect(value).toBeGreaterThanOrEqual(0);
}, 120_000);
