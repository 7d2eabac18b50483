import { expect, test } from 'vitest';
import { textsOf, usedKeys } from './source-texts.ts';

const matches = (source: string, key: string) => usedKeys(source).some((pattern) => pattern.test(key));

test('finds plain keys, choices, templates and what is known only at run time', () => {
  const source = `const t = useTranslations('a'); const s = useTranslations('state');
    t('one', { count: 1 }); t(on ? 'two' : 'three'); t(\`deep.\${kind}.help\`); s(run.state);`;
  for (const key of ['a.one', 'a.two', 'a.three', 'a.deep.x.help', 'state.queued'])
    expect([key, matches(source, key)]).toEqual([key, true]);
  for (const key of ['a.four', 'b.one', 'a.deep.help']) expect([key, matches(source, key)]).toEqual([key, false]);
});

test('finds words in JSX and in attributes, and leaves signs alone', () => {
  expect(textsOf('<p className="x">Hello there</p>')).toEqual(['Hello there']);
  expect(textsOf('<img alt="A cat" />')).toEqual(['A cat']);
  expect(textsOf("<p> / {t('x')}</p><span> · </span>")).toEqual([]);
});
