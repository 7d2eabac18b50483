import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import sharp from 'sharp';

/** A small picture: a coloured shape on a ground; the same numbers give the same bytes. */
export function picture(kind: 'disc' | 'square', index: number, side = 48): Promise<Buffer> {
  const hue = (index * 47) % 360;
  const size = side / 4 + (index % 7);
  const shape =
    kind === 'disc'
      ? `<circle cx="${side / 2}" cy="${side / 2}" r="${size}" fill="hsl(${hue},80%,50%)"/>`
      : `<rect x="${size / 2}" y="${side / 4}" width="${side / 2}" height="${side / 2}" fill="hsl(${hue},60%,40%)"/>`;
  const ground = kind === 'disc' ? '#ffffff' : '#204060';
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="${side}" height="${side}"><rect width="100%" height="100%" fill="${ground}"/>${shape}</svg>`;
  return sharp(Buffer.from(svg)).png().toBuffer();
}

/** Two folders, `discs` and `squares`, of `count` pictures each. Returns their paths. */
export async function pictureFolders(root: string, count = 6): Promise<{ discs: string; squares: string }> {
  const folders = { discs: join(root, 'discs'), squares: join(root, 'squares') };
  for (const [kind, folder] of [
    ['disc', folders.discs],
    ['square', folders.squares],
  ] as const) {
    await mkdir(folder, { recursive: true });
    for (let i = 0; i < count; i++) await writeFile(join(folder, `picture${i}.png`), await picture(kind, i));
  }
  return folders;
}
