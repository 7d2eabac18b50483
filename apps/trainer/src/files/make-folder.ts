import { existsSync, mkdirSync, statSync } from 'node:fs';
import { dirname } from 'node:path';

/**
 * Makes a folder and those above it, listing the new ones from the outside in. Not mkdir's `recursive`: on file systems
 * that refuse new folders, such as /proc, Node 20 never returns from it.
 */
export function makeFolder(folder: string, created: string[] = []): void {
  if (existsSync(folder) && statSync(folder).isDirectory()) return;
  if (dirname(folder) !== folder && !existsSync(dirname(folder))) makeFolder(dirname(folder), created);
  mkdirSync(folder);
  created.push(folder);
}
