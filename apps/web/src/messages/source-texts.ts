/** Reads which texts a source file uses, for the test that holds components to the catalogues. */

/**
 * Patterns of the catalogue keys that a file asks for through the translators it makes, and through pageTitle. What is
 * only known when it runs (a state, a loss) is a wildcard.
 */
export function usedKeys(source: string): RegExp[] {
  const translators = new Map<string, string>();
  for (const [, name = '', namespace = ''] of source.matchAll(/const (\w+) = useTranslations\('([\w.]+)'\)/g))
    translators.set(name, namespace);
  // `const { t: say } = ...` gives a translator a second name
  for (const [, name = '', second = ''] of source.matchAll(/const \{[^}]*\b(\w+): (\w+) \}/g)) {
    const namespace = translators.get(name);
    if (namespace) translators.set(second, namespace);
  }
  const patterns = [...translators].flatMap(([name, namespace]) =>
    [...source.matchAll(new RegExp(`(?<![.\\w])${name}\\(`, 'g'))].flatMap(({ index }) =>
      keysIn(firstArgument(source, index + name.length + 1)).map((key) => pattern(namespace, key)),
    ),
  );
  for (const [, namespace = '', key = ''] of source.matchAll(/useTranslations\('([\w.]+)'\)\('(\w+)'\)/g))
    patterns.push(pattern(namespace, key));
  for (const [, key = ''] of source.matchAll(/pageTitle\('(\w+)'\)/g)) patterns.push(pattern('titles', key));
  return patterns;
}

/** The text of a call's first argument, which begins at `start`. */
function firstArgument(source: string, start: number): string {
  let depth = 0;
  for (let i = start; i < source.length; i++) {
    const character = source[i] ?? '';
    if (depth === 0 && (character === ',' || character === ')')) return source.slice(start, i);
    if ('([{'.includes(character)) depth += 1;
    if (')]}'.includes(character)) depth -= 1;
  }
  return '';
}

/** The string literals among what an expression may come to; any key when there are none. */
function keysIn(expression: string): string[] {
  const outcomes = expression.includes('?') ? expression.slice(expression.indexOf('?')) : expression;
  const literals = [...outcomes.matchAll(/'([\w.]+)'|`([^`]+)`/g)].map(
    ([, plain, template]) => plain ?? template ?? '',
  );
  return literals.length > 0 ? literals : ['*'];
}

const pattern = (namespace: string, key: string): RegExp =>
  new RegExp(`^${`${namespace}.${key.replace(/\$\{[^}]*\}/g, '*')}`.replaceAll('.', '\\.').replaceAll('*', '[^.]+')}$`);

/** Words written straight into JSX: between tags, or in an attribute that people see or hear. */
export function textsOf(source: string): string[] {
  const between = [...source.matchAll(/<[\w.]+(?:\s[^<>]*)?>([^<>{}]+)<\//g)].map((m) => m[1] ?? '');
  const attributes = [...source.matchAll(/\b(?:aria-label|title|placeholder|alt|label)="([^"]*)"/g)].map(
    (m) => m[1] ?? '',
  );
  return [...between, ...attributes].map((text) => text.trim()).filter((text) => /\p{L}{2}/u.test(text));
}
