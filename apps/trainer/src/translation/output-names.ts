import { basename, extname } from 'node:path';

/** A file name without folder and ending for each input, unique even when inputs of several folders share theirs. */
export function outputNames(inputs: readonly string[]): string[] {
  const taken = new Set<string>();
  return inputs.map((input) => {
    const stem = basename(input, extname(input));
    let name = stem;
    for (let n = 2; taken.has(name.toLowerCase()); n++) name = `${stem}-${n}`;
    taken.add(name.toLowerCase());
    return name;
  });
}
