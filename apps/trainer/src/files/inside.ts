import { isAbsolute, relative } from 'node:path';

/** Whether a path is that of a folder or lies in it. Both absolute. */
export function isInside(path: string, folder: string): boolean {
  const from = relative(folder, path);
  return !isAbsolute(from) && from.split(/[/\\]/)[0] !== '..';
}
