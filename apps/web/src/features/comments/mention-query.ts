import type { Someone } from '@combogan/contracts';

const SHOWN = 6;

/** What stands between the @ before the caret and the caret; null when no name is being written there. */
export function mentionQuery(text: string, caret: number): { from: number; query: string } | null {
  const before = text.slice(0, caret);
  const from = before.lastIndexOf('@');
  const query = before.slice(from + 1);
  const opens = from === 0 || /[\s(]/.test(before[from - 1] ?? '');
  return from >= 0 && opens && query.length <= 30 && !/[\n@]/.test(query) ? { from, query } : null;
}

/** People whose name, or a word of it, begins like that. */
export function mentionChoices<P extends Someone>(people: readonly P[], query: string): P[] {
  const wanted = query.toLocaleLowerCase();
  const fits = (name: string) => name.toLocaleLowerCase().startsWith(wanted);
  return people.filter(({ name }) => [name, ...name.split(/\s+/)].some(fits)).slice(0, SHOWN);
}
