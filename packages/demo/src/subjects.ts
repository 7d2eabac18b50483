import { createRequire } from 'node:module';
import { DEMO_DOMAINS } from './domains.ts';
import { loadIconSet } from './icon-set.ts';

/** What is drawn, named by its Unicode code points in hex: "1f34e" is the red apple in every set. */
export type Subject = string;

/** Subjects kept out of training in every domain, so that a translation can be held against the true drawing. */
export const PROBE_COUNT = 16;

/** No people (skin tones, variants), no flags, no letters and signs: things and animals that each set draws its own way. */
const CATEGORIES = [
  'Activities',
  'Animals & Nature',
  'Food & Drink',
  'Objects',
  'Smileys & Emotion',
  'Travel & Places',
] as const;

const require = createRequire(import.meta.url);

/** Every subject that all four sets draw, in the order of code points. */
export function allSubjects(): Subject[] {
  const { categories }: { categories: Record<string, string[]> } = require('@iconify-json/twemoji/metadata.json');
  const wanted = new Set(CATEGORIES.flatMap((category) => categories[category] ?? []));
  const sets = DEMO_DOMAINS.map((domain) => loadIconSet(domain.prefix));
  const seen = new Set<string>();
  const subjects: Subject[] = [];
  for (const [subject, name] of [...(sets[0]?.nameOf ?? [])].sort(([a], [b]) => (a < b ? -1 : 1))) {
    // Aliases give one drawing several names, and the emoji presentation selector several code points.
    const drawing = sets[0]?.svg(name) ?? '';
    if (!wanted.has(name) || seen.has(drawing) || name.includes('skin-tone') || name.includes('flag')) continue;
    if (!sets.every((set) => set.nameOf.has(subject))) continue;
    seen.add(drawing);
    subjects.push(subject);
  }
  return subjects;
}

export interface SubjectSplit {
  /** Held out, the same for every domain. */
  probes: Subject[];
  /** Training subjects by domain prefix: disjoint, so that no pair of images shows the same thing. */
  train: Record<string, Subject[]>;
}

/** Deals the subjects out: probes first, the rest in turn to each domain. The same at every call. */
export function splitSubjects(subjects: readonly Subject[] = allSubjects()): SubjectSplit {
  const dealt = [...subjects].sort((a, b) => hash(a) - hash(b) || (a < b ? -1 : 1));
  const probes = dealt.slice(0, PROBE_COUNT);
  const train: Record<string, Subject[]> = Object.fromEntries(DEMO_DOMAINS.map((domain) => [domain.prefix, []]));
  dealt.slice(PROBE_COUNT).forEach((subject, index) => {
    const domain = DEMO_DOMAINS[index % DEMO_DOMAINS.length];
    if (domain) train[domain.prefix]?.push(subject);
  });
  return { probes, train };
}

/** FNV-1a: an order that has nothing to do with the order of code points, where neighbours look alike. */
function hash(text: string): number {
  let value = 0x811c9dc5;
  for (const char of text) value = Math.imul(value ^ (char.codePointAt(0) ?? 0), 0x01000193) >>> 0;
  return value;
}
