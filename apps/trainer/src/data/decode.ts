import { LIMITS } from '@combogan/contracts';
import sharp, { type Sharp } from 'sharp';
import { messageOf } from '../errors.ts';

/** Pixels as 8-bit RGB, [height, width, channel]. */
export interface DecodedImage {
  width: number;
  height: number;
  data: Uint8Array;
}

const READ = new Set(['jpeg', 'png', 'webp']);

/** Opens JPEG, PNG or WebP, judged by content: upright, on white, 3 channels. Throws with the reason for a person. */
async function open(bytes: Buffer): Promise<Sharp> {
  const image = sharp(bytes, { failOn: 'error', limitInputPixels: LIMITS.imagePixels });
  const { format, width, height } = await image.metadata();
  if (!READ.has(format)) throw new Error(`is ${format}, not JPEG, PNG or WebP`);
  if (Math.min(width, height) < LIMITS.imageSideMin)
    throw new Error(`is ${width} x ${height} pixels; the shorter side must have ${LIMITS.imageSideMin} at least`);
  return image.autoOrient().flatten({ background: '#ffffff' }).toColourspace('srgb');
}

async function pixels(image: Sharp): Promise<DecodedImage> {
  const { data, info } = await image.raw({ depth: 'uchar' }).toBuffer({ resolveWithObject: true });
  if (info.channels !== 3) throw new Error(`has ${info.channels} channels after decoding`);
  return { width: info.width, height: info.height, data };
}

async function explained<T>(decoding: Promise<T>): Promise<T> {
  try {
    return await decoding;
  } catch (error) {
    const message = messageOf(error);
    if (/unsupported image format/i.test(message)) throw new Error('is not an image');
    if (/exceeds pixel limit/i.test(message)) throw new Error(`has more than ${LIMITS.imagePixels} pixels`);
    throw new Error(message.startsWith('is ') || message.startsWith('has ') ? message : `can't be decoded: ${message}`);
  }
}

/** A training image: the shorter side brought to `shorter` pixels, bicubic, proportions kept. */
export const decodeForTraining = (bytes: Buffer, shorter: number): Promise<DecodedImage> =>
  explained(open(bytes).then((image) => pixels(image.resize(shorter, shorter, { fit: 'outside', kernel: 'cubic' }))));

/** A probe: resized, bicubic, and cropped in the middle to `side` x `side`. */
export const decodeProbe = (bytes: Buffer, side: number): Promise<DecodedImage> =>
  explained(open(bytes).then((image) => pixels(image.resize(side, side, { fit: 'cover', kernel: 'cubic' }))));

/** An image to translate: at its own size, or shrunk so that its longer side is `longest` pixels. */
export const decodeWhole = (bytes: Buffer, longest?: number): Promise<DecodedImage> =>
  explained(
    open(bytes).then((image) =>
      pixels(
        longest === undefined
          ? image
          : image.resize(longest, longest, { fit: 'inside', withoutEnlargement: true, kernel: 'cubic' }),
      ),
    ),
  );
