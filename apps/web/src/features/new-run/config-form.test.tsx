// @vitest-environment jsdom
import { RANGES } from '@combogan/contracts';
import { act, useState } from 'react';
import { createRoot, type Root } from 'react-dom/client';
import { IntlProvider } from 'use-intl';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { TooltipProvider } from '../../components/ui/tooltip.tsx';
import type { Locale } from '../../lib/i18n/locale.ts';
import { messagesOf } from '../../lib/i18n/messages.ts';
import { ConfigForm } from './config-form.tsx';
import { CONFIG_GROUPS, type ConfigField } from './config-groups.ts';
import { type Draft, EMPTY_DRAFT, evaluate } from './draft.ts';
import { useDraftErrors } from './use-draft-errors.ts';

Object.assign(globalThis, {
  IS_REACT_ACT_ENVIRONMENT: true,
  ResizeObserver: class {
    observe() {}
    unobserve() {}
    disconnect() {}
  },
});

let host: HTMLElement;
let root: Root;
beforeEach(() => {
  host = document.body.appendChild(document.createElement('div'));
  root = createRoot(host);
});
afterEach(() => {
  act(() => root.unmount());
  host.remove();
});

function Form({ initial }: { initial: Draft['values'] }) {
  const [draft, setDraft] = useState<Draft>({ ...EMPTY_DRAFT, values: initial });
  const evaluation = evaluate(draft, 'x');
  const errors = useDraftErrors(evaluation, draft, false);
  return (
    <ConfigForm
      draft={draft}
      evaluation={evaluation}
      errors={errors}
      suggestedName="x"
      chosen={[]}
      onChange={setDraft}
    />
  );
}

const show = (locale: Locale, initial: Draft['values'] = {}) =>
  act(() =>
    root.render(
      <IntlProvider locale={locale} messages={messagesOf(locale)} timeZone="UTC">
        <TooltipProvider>
          <Form initial={initial} />
        </TooltipProvider>
      </IntlProvider>,
    ),
  );

const openAll = () =>
  act(() => {
    for (const button of host.querySelectorAll<HTMLElement>('button[aria-expanded="false"]')) button.click();
  });

/** The control that a label of this text names. */
function control(label: string): HTMLInputElement {
  const found = [...host.querySelectorAll('label')].find((element) => element.textContent === label);
  const named = found && host.querySelector(`[id="${found.htmlFor}"]`);
  if (!(named instanceof HTMLInputElement)) throw new Error(`nothing is labelled ${label}`);
  return named;
}
const described = (input: HTMLElement): string =>
  (input.getAttribute('aria-describedby') ?? '')
    .split(' ')
    .map((id) => host.querySelector(`[id="${id}"]`)?.textContent)
    .join(' ');
const press = (input: HTMLElement, key: string, shiftKey = false) =>
  act(() => {
    input.dispatchEvent(new KeyboardEvent('keydown', { key, shiftKey, bubbles: true }));
  });

const numeric = Object.values(CONFIG_GROUPS)
  .flat()
  .filter((field): field is keyof typeof RANGES & ConfigField => field in RANGES);

describe.each(['en', 'ko'] as const)('the form in %s', (locale) => {
  test.each(numeric)('says what is wrong with %s, at the field, in the language', (field) => {
    show(locale, { [field]: String(RANGES[field].max + 1) });
    const input = control(messagesOf(locale).config[field].label);
    expect(input.getAttribute('aria-invalid')).toBe('true');
    const { max } = RANGES[field];
    expect(described(input)).toContain(locale === 'en' ? `and ${max}` : `${max} 이하`);
  });
});

test('arrow keys step a value, an edited option can be reset', () => {
  show('en');
  const size = control('Size');
  press(size, 'ArrowUp');
  expect(size.value).toBe('68');
  press(size, 'ArrowDown', true);
  expect(size.value).toBe('32');
  act(() => host.querySelector<HTMLElement>('[aria-label="Reset Size to its default"]')?.click());
  expect(size.value).toBe('64');
});

test.each([
  ['loadSize', { size: '256', loadSize: '100' }, '256'],
  ['decayIterations', { iterations: '10', decayIterations: '11' }, '10'],
  ['discriminatorLayers', { size: '32', discriminatorLayers: '6' }, '32'],
] as const)('a rule that ties %s to another option is told in the language too', (field, values, limit) => {
  show('ko', values);
  const text = described(control(messagesOf('ko').config[field].label));
  expect(text).toContain(limit);
  expect(text).toMatch(/합니다|최대/);
});

test('an untouched option follows what it depends on', () => {
  show('en', { size: '128' });
  openAll();
  expect(control('Load size').value).toBe('143');
});
