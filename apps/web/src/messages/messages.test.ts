import { readdirSync, readFileSync } from 'node:fs';
import { CONFIG_FIELDS, configHelp } from '@combogan/contracts';
import { createTranslator } from 'use-intl/core';
import { describe, expect, test } from 'vitest';
import en from './en.json' with { type: 'json' };
import ko from './ko.json' with { type: 'json' };
import { textsOf, usedKeys } from './source-texts.ts';

type Catalogue = { [key: string]: string | Catalogue };

function flat(catalogue: Catalogue, prefix = ''): Map<string, string> {
  const entries = new Map<string, string>();
  for (const [key, value] of Object.entries(catalogue)) {
    if (typeof value === 'string') entries.set(prefix + key, value);
    else for (const [inner, text] of flat(value, `${prefix}${key}.`)) entries.set(inner, text);
  }
  return entries;
}

const english = flat(en);
const korean = flat(ko);
const root = new URL('..', import.meta.url);
const sources = readdirSync(root, { recursive: true, encoding: 'utf8' })
  .filter(
    (path) => /\.tsx?$/.test(path) && !/\.test\.tsx?$/.test(path) && !/^(server|app\/api|app\/healthz)\b/.test(path),
  )
  .map((path) => ({ path, text: readFileSync(new URL(path, root), 'utf8') }));

describe('catalogues', () => {
  test('English and Korean have the same keys, none empty', () => {
    expect([...korean.keys()].sort()).toEqual([...english.keys()].sort());
    for (const text of [...english.values(), ...korean.values()]) expect(text.trim()).not.toBe('');
  });

  test('a text takes the same values in both languages', () => {
    const placeholders = (text = '') => [...new Set([...text.matchAll(/\{(\w+)[,}]/g)].map((m) => m[1]))].sort();
    for (const [key, text] of english) expect([key, placeholders(korean.get(key))]).toEqual([key, placeholders(text)]);
  });

  test.each([
    ['en', en],
    ['ko', ko],
  ] as const)('every text of %s is well formed', (locale, messages) => {
    const failures: string[] = [];
    const t = createTranslator({ locale, messages, onError: (error) => failures.push(error.message) });
    const values = Object.fromEntries(
      [...english.values()].flatMap((text) => [...text.matchAll(/\{(\w+)[,}]/g)].map((m) => [m[1] ?? '', 2])),
    );
    for (const key of english.keys()) t(key as Parameters<typeof t>[0], values);
    expect(failures).toEqual([]);
  });

  test("an option's help is the contract's", () => {
    for (const field of CONFIG_FIELDS) expect([field, en.config[field].help]).toEqual([field, configHelp(field)]);
  });
});

describe('components', () => {
  test('use only keys that exist, and every key is used', () => {
    const used = sources.flatMap(({ path, text }) => usedKeys(text).map((pattern) => ({ path, pattern })));
    const keys = [...english.keys()];
    const missing = used.filter(({ pattern }) => !keys.some((key) => pattern.test(key)));
    expect(missing).toEqual([]);
    expect(keys.filter((key) => !used.some(({ pattern }) => pattern.test(key)))).toEqual([]);
  });

  test('hold no text of their own', () => {
    const found = sources
      .filter(({ path }) => path.endsWith('.tsx'))
      .flatMap(({ path, text }) => textsOf(text).map((t) => `${path}: ${t}`));
    expect(found).toEqual([]);
  });
});
