import sharp from 'sharp';
import { loadIconSet } from './icon-set.ts';
import type { Subject } from './subjects.ts';

/** Side of a rendered image in pixels: enough for training at 128 with its 143 pixel resize. */
export const RENDER_SIDE = 160;
const MARGIN = 8;

/** Draws `subject` as the set `prefix` has it, centred on white: an RGB PNG of `side` x `side` pixels. */
export async function renderSubject(prefix: string, subject: Subject, side = RENDER_SIDE): Promise<Buffer> {
  const set = loadIconSet(prefix);
  const name = set.nameOf.get(subject);
  if (!name) throw new Error(`${prefix} does not draw ${subject}`);
  const margin = Math.round((MARGIN * side) / RENDER_SIDE);
  const inner = side - 2 * margin;
  // density scales the vector drawing itself, so that it is rendered at its final size and not enlarged as pixels
  const svg = set.svg(name).replace(/width="[\d.]+" height="[\d.]+">/, `width="${inner}" height="${inner}">`);
  return sharp(Buffer.from(svg))
    .resize(inner, inner, { fit: 'contain', background: '#fff' })
    .flatten({ background: '#fff' })
    .extend({ top: margin, bottom: margin, left: margin, right: margin, background: '#fff' })
    .removeAlpha()
    .toColourspace('srgb')
    .png()
    .toBuffer();
}
