/**
 * The first and last byte a Range header asks of a file of `size` bytes. Null: send all of it, which is also the answer
 * to several ranges and to anything malformed (RFC 9110, section 14.2, lets a server ignore them).
 */
export function byteRange(
  header: string | null,
  size: number,
): { start: number; end: number } | 'unsatisfiable' | null {
  const parts = /^bytes=(\d*)-(\d*)$/.exec(header?.trim() ?? '');
  if (!parts) return null;
  const [, first = '', last = ''] = parts;
  if (first === '') {
    if (last === '') return null;
    const count = Math.min(Number(last), size);
    return count === 0 ? 'unsatisfiable' : { start: size - count, end: size - 1 };
  }
  const start = Number(first);
  if (last !== '' && Number(last) < start) return null;
  if (start >= size) return 'unsatisfiable';
  return { start, end: last === '' ? size - 1 : Math.min(Number(last), size - 1) };
}
