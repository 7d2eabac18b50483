import { sep } from 'node:path';

const withoutEnding = (name: string): string => name.replace(/(?<=[^/\\])\.[^./\\]*$/, '');

/**
 * A name without ending for each input's, subfolders kept. All differ, in more than case and Unicode form, even when
 * inputs of several folders share theirs: some disks take such names for one.
 */
export function outputNames(names: readonly string[]): string[] {
  const taken = new Set<string>();
  return names.map((input) => {
    const stem = withoutEnding(input.split(sep).join('/'));
    let name = stem;
    const folded = (): string => name.normalize('NFC').toLowerCase();
    for (let n = 2; taken.has(folded()); n++) name = `${stem}-${n}`;
    taken.add(folded());
    return name;
  });
}
