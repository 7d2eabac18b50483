import { LIMITS } from '@combogan/contracts';

/** A name for a run of these domains: all of them where they fit, else as many as do and the number of the others. */
export function suggestName(domains: readonly string[]): string {
  for (let shown = domains.length; shown > 0; shown--) {
    const rest = domains.length - shown;
    const name = domains.slice(0, shown).join(' + ') + (rest > 0 ? ` + ${rest}` : '');
    if (name.length <= LIMITS.nameLength) return name;
  }
  return '';
}
