import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import sharp from 'sharp';

const WIDTH = 640;
const HEIGHT = 480;
const QUALITY = 90;
/** What the files are like. */
export const PHOTO = `${WIDTH} x ${HEIGHT}, quality ${QUALITY}`;

/** Slow waves in each channel and grain, so that a file is about as large as a photograph's. */
function pixels(seed: number): Uint8Array {
  const data = new Uint8Array(WIDTH * HEIGHT * 3);
  let noise = seed + 1;
  for (let i = 0; i < data.length; i++) {
    const [x, y] = [((i / 3) | 0) % WIDTH, (i / 3 / WIDTH) | 0];
    noise = (Math.imul(noise, 1_664_525) + 1_013_904_223) >>> 0;
    const wave = Math.sin(x * 0.021 + seed) + Math.sin(y * 0.033 + seed * (i % 3)) + Math.sin((x + y) * 0.11);
    data[i] = 128 + 30 * wave + (noise >>> 24) / 16;
  }
  return data;
}

/** Folders of JPEG files in `root`, one for each name. */
export async function photoFolders(root: string, names: readonly string[], count: number): Promise<void> {
  for (const [folder, name] of names.entries()) {
    await mkdir(join(root, name), { recursive: true });
    for (let i = 0; i < count; i++) {
      const raw = { width: WIDTH, height: HEIGHT, channels: 3 } as const;
      const jpeg = sharp(pixels(folder * count + i), { raw }).jpeg({ quality: QUALITY });
      await writeFile(join(root, name, `${i}.jpg`), await jpeg.toBuffer());
    }
  }
}
