import { createHash } from 'node:crypto';
import { open } from 'node:fs/promises';
import { LIMITS, StudioError } from '@combogan/contracts';
import sharp, { type Sharp } from 'sharp';
import { type FileType, fileType, READ_TYPES } from './file-type.ts';
import { exists, type ImageExtension, imagePath, thumbnailPath, writeWhole } from './storage.ts';

/** Pixels of a thumbnail's longer side: twice the grid cell of the domain page, for dense screens. */
const THUMBNAIL_SIDE = 192;

// Images are seldom read twice, and libvips would otherwise keep decoded pixels of up to 50 MB around.
sharp.cache(false);

export interface StoredImage {
  /** Hash of the stored, re-encoded file. */
  sha256: string;
  width: number;
  height: number;
  bytes: number;
}

/**
 * Takes an uploaded image, given as bytes or as the path of a file, into the storage (D2): judged by its decoded
 * content, turned upright, stripped of metadata, converted to sRGB on white, at most LIMITS.imageSideKept pixels long,
 * re-encoded (PNG stays PNG, anything else becomes JPEG), thumbnailed and named by its hash.
 *
 * Throws a StudioError 'unsupported', 'too_large' or 'invalid' that says what is wrong; then nothing is stored.
 */
export async function ingestImage(storageDir: string, source: Uint8Array | string): Promise<StoredImage> {
  const type = fileType(typeof source === 'string' ? await readHead(source) : source);
  if (!isRead(type)) throw refusal(type);
  await checkSize(source, type);
  const extension: ImageExtension = type === 'PNG' ? 'png' : 'jpg';
  const { data, info } = await reencode(source, type, extension);
  const sha256 = createHash('sha256').update(data).digest('hex');
  const place = imagePath(storageDir, sha256, extension);
  const thumbnail = thumbnailPath(storageDir, sha256);
  if (!(await exists(place)) || !(await exists(thumbnail))) {
    const small = await makeThumbnail(data);
    await Promise.all([writeWhole(storageDir, place, data), writeWhole(storageDir, thumbnail, small)]);
  }
  return { sha256, width: info.width, height: info.height, bytes: data.byteLength };
}

async function checkSize(source: Uint8Array | string, type: FileType): Promise<void> {
  const { width, height } = await sharp(source, { limitInputPixels: false })
    .metadata()
    .catch(() => {
      throw damaged(type);
    });
  if (width * height > LIMITS.imagePixels) {
    const limit = `${LIMITS.imagePixels / 1e6} megapixels`;
    throw new StudioError('too_large', `The image has ${width} x ${height} pixels; at most ${limit} are read.`, {
      limit,
    });
  }
  const kept = Math.min(width, height) * Math.min(1, LIMITS.imageSideKept / Math.max(width, height));
  if (Math.round(kept) < LIMITS.imageSideMin) {
    const limit = `${LIMITS.imageSideMin} pixels`;
    const scaled = Math.max(width, height) > LIMITS.imageSideKept ? ` when scaled to ${LIMITS.imageSideKept}` : '';
    throw new StudioError(
      'invalid',
      `The image has ${width} x ${height} pixels; its shorter side must be at least ${limit}${scaled}.`,
      { limit },
    );
  }
}

/**
 * First judged with every warning of the decoder counted as damage. Cameras write harmless oddities, though (padding
 * after the data, an odd scan header), so a second look forgives all but missing and corrupt data.
 */
async function reencode(source: Uint8Array | string, type: FileType, extension: ImageExtension) {
  try {
    return await pipeline(source, 'warning', extension).toBuffer({ resolveWithObject: true });
  } catch (error) {
    if (/Corrupt JPEG data(?!.*extraneous)/i.test(String(error))) throw damaged(type);
  }
  try {
    return await pipeline(source, 'error', extension).toBuffer({ resolveWithObject: true });
  } catch {
    throw damaged(type);
  }
}

function pipeline(source: Uint8Array | string, failOn: 'warning' | 'error', extension: ImageExtension): Sharp {
  const upright = sharp(source, { failOn, limitInputPixels: LIMITS.imagePixels })
    .autoOrient()
    .flatten({ background: '#ffffff' })
    .resize({
      width: LIMITS.imageSideKept,
      height: LIMITS.imageSideKept,
      fit: 'inside',
      withoutEnlargement: true,
    })
    .toColourspace('srgb');
  return extension === 'png' ? upright.png() : upright.jpeg({ quality: 95, chromaSubsampling: '4:4:4' });
}

const makeThumbnail = (image: Uint8Array): Promise<Buffer> =>
  sharp(image)
    .resize({ width: THUMBNAIL_SIDE, height: THUMBNAIL_SIDE, fit: 'inside', withoutEnlargement: true })
    .webp({ quality: 80 })
    .toBuffer();

async function readHead(path: string): Promise<Uint8Array> {
  const file = await open(path, 'r');
  try {
    const { buffer, bytesRead } = await file.read(new Uint8Array(512), 0, 512, 0);
    return buffer.subarray(0, bytesRead);
  } finally {
    await file.close();
  }
}

const isRead = (type: FileType): boolean => (READ_TYPES as readonly FileType[]).includes(type);

const damaged = (type: FileType): StudioError =>
  new StudioError('invalid', `The ${type} file is damaged: it does not decode to the end.`);

function refusal(type: FileType): StudioError {
  const read = 'Images must be JPEG, PNG or WebP.';
  switch (type) {
    case 'empty':
      return new StudioError('invalid', 'The file is empty.');
    case 'unknown':
      return new StudioError('unsupported', `This is not an image that can be read. ${read}`);
    case 'text':
    case 'video':
      return new StudioError('unsupported', `This is a ${type} file. ${read}`);
    default:
      return new StudioError('unsupported', `This is ${/^[AS]/.test(type) ? 'an' : 'a'} ${type} file. ${read}`);
  }
}
