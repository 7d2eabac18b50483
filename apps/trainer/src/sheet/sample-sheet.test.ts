import sharp from 'sharp';
import { expect, test } from 'vitest';
import type { DecodedImage } from '../data/decode.ts';
import { cellSize, SheetCanvas } from './sample-sheet.ts';

/** A square of one colour, with its top left pixel black. */
function square(side: number, colour: [number, number, number]): DecodedImage {
  const data = Uint8Array.from({ length: side * side * 3 }, (_, i) => colour[i % 3] ?? 0);
  data.fill(0, 0, 3);
  return { width: side, height: side, data };
}

test('each image lands in its cell: rows are probes, columns the probe and its translations', async () => {
  const canvas = new SheetCanvas(2, 3, 4);
  for (let row = 0; row < 2; row++)
    for (let column = 0; column < 3; column++)
      await canvas.place(row, column, square(4, [50 + row * 100, 40 * column, 7]));
  const { data, info } = await sharp(await canvas.png())
    .raw()
    .toBuffer({ resolveWithObject: true });
  expect(info).toMatchObject({ width: 12, height: 8, channels: 3 });
  const pixel = (x: number, y: number) => [...data.subarray((y * 12 + x) * 3, (y * 12 + x) * 3 + 3)];
  for (let row = 0; row < 2; row++)
    for (let column = 0; column < 3; column++) {
      expect(pixel(column * 4, row * 4)).toEqual([0, 0, 0]);
      expect(pixel(column * 4 + 3, row * 4 + 3)).toEqual([50 + row * 100, 40 * column, 7]);
    }
});

test('a matrix too large for viewers gets smaller cells', async () => {
  expect(cellSize(256, 16, 5)).toBe(256);
  const cell = cellSize(512, 256, 65);
  expect(cell).toBeLessThan(100);
  expect(256 * 65 * cell * cell).toBeLessThanOrEqual(64_000_000);
  const canvas = new SheetCanvas(256, 65, 512);
  await canvas.place(255, 64, square(512, [200, 100, 0]));
  const { data, info } = await sharp(await canvas.png(), { limitInputPixels: false })
    .raw()
    .toBuffer({ resolveWithObject: true });
  expect({ width: info.width, height: info.height }).toEqual({ width: 65 * cell, height: 256 * cell });
  expect([...data.subarray(-3)]).toEqual([200, 100, 0]);
});
