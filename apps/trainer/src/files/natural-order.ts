const collator = new Intl.Collator('en', { numeric: true, sensitivity: 'variant' });

/** Order of names as people expect it: `train2` before `train10`. */
export const naturalOrder = (a: string, b: string): number => collator.compare(a, b) || (a < b ? -1 : a > b ? 1 : 0);
