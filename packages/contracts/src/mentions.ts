import type { Someone } from './comments.ts';

/** A piece of a comment: plain text, or an @name and whom it means. */
export interface MentionPart {
  text: string;
  person: Someone | null;
}

/** Korean puts particles right behind a name, so only letters of other scripts and digits make it another word. */
const GOES_ON = /^(?!\p{sc=Hang})[\p{L}\p{N}]/u;

/** Cuts a text at the @names of `people`; of several that fit, the longest. The parts together are the text. */
export function mentionParts(text: string, people: readonly Someone[]): MentionPart[] {
  const longestFirst = people.filter(({ name }) => name !== '').sort((a, b) => b.name.length - a.name.length);
  const parts: MentionPart[] = [];
  let plain = '';
  for (let at = 0; at < text.length; ) {
    const rest = text.slice(at + 1);
    const person =
      text[at] === '@' &&
      longestFirst.find(({ name }) => rest.startsWith(name) && !GOES_ON.test(rest.slice(name.length)));
    if (!person) {
      plain += text[at++];
      continue;
    }
    if (plain !== '') parts.push({ text: plain, person: null });
    plain = '';
    parts.push({ text: `@${person.name}`, person });
    at += person.name.length + 1;
  }
  if (plain !== '') parts.push({ text: plain, person: null });
  return parts;
}

/** Whom a text mentions, each once. Of people with one name, all. */
export function mentionsIn(text: string, people: readonly Someone[]): Someone[] {
  const names = new Set(mentionParts(text, people).map(({ person }) => person?.name));
  return people.filter(({ name }) => names.has(name));
}
