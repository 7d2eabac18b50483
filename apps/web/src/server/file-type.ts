/** What the first bytes of a file say it is. Only the first three are read as images; the others are named to people. */
export type FileType =
  | 'JPEG'
  | 'PNG'
  | 'WebP'
  | 'GIF'
  | 'SVG'
  | 'HEIC'
  | 'AVIF'
  | 'TIFF'
  | 'BMP'
  | 'PDF'
  | 'ZIP'
  | 'video'
  | 'text'
  | 'empty'
  | 'unknown';

export const READ_TYPES = ['JPEG', 'PNG', 'WebP'] as const satisfies readonly FileType[];

const MAGIC: readonly (readonly [FileType, string])[] = [
  ['JPEG', '\xff\xd8\xff'],
  ['PNG', '\x89PNG\r\n\x1a\n'],
  ['GIF', 'GIF8'],
  ['TIFF', 'II*\0'],
  ['TIFF', 'MM\0*'],
  ['BMP', 'BM'],
  ['PDF', '%PDF'],
  ['ZIP', 'PK\x03\x04'],
  ['video', '\x1aE\xdf\xa3'],
];

/** Judges by content, never by name. `head` is the start of the file, at best 512 bytes or more. */
export function fileType(head: Uint8Array): FileType {
  if (head.byteLength === 0) return 'empty';
  const text = Buffer.from(head.buffer, head.byteOffset, Math.min(head.byteLength, 512)).toString('latin1');
  const known = MAGIC.find(([, magic]) => text.startsWith(magic));
  if (known) return known[0];
  if (text.startsWith('RIFF')) return text.slice(8, 12) === 'WEBP' ? 'WebP' : 'video';
  if (text.slice(4, 8) === 'ftyp') return ofBrand(text.slice(8, 12));
  if (/<svg[\s>]/i.test(text)) return 'SVG';
  return isText(text) ? 'text' : 'unknown';
}

function ofBrand(brand: string): FileType {
  if (brand.startsWith('avi')) return 'AVIF';
  return /^(he|mif|msf)/.test(brand) ? 'HEIC' : 'video';
}

const isText = (latin1: string): boolean =>
  // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what tells binary from text
  !/[\x00-\x08\x0b\x0e-\x1a\x1c-\x1f]/.test(latin1);
