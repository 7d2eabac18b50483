import { existsSync, statSync } from 'node:fs';
import { basename } from 'node:path';
import { type ImageFile, listImageFiles } from '../data/image-files.ts';
import { TrainerError } from '../errors.ts';

/** A file to translate. */
export interface Input extends ImageFile {
  /** Named on the command line itself, not found in a folder: it must be an image. */
  named: boolean;
}

/** The files that the arguments stand for: themselves, or everything in a folder and its subfolders. */
export async function listInputs(paths: readonly string[]): Promise<Input[]> {
  const inputs: Input[] = [];
  for (const path of paths) {
    if (!existsSync(path)) throw new TrainerError('usage', `${path}: there is no such file or folder`);
    if (!statSync(path).isDirectory()) inputs.push({ path, name: basename(path), named: true });
    else for (const file of await listImageFiles('to translate', path)) inputs.push({ ...file, named: false });
  }
  return inputs;
}
