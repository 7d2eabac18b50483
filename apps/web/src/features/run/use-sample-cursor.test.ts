// @vitest-environment jsdom
import type { SampleRef } from '@combogan/contracts';
import { act, createElement } from 'react';
import { createRoot } from 'react-dom/client';
import { expect, test } from 'vitest';
import { nearest, type SampleCursor, useSampleCursor } from './use-sample-cursor.ts';

const sheets = (...iterations: number[]): SampleRef[] =>
  iterations.map((iteration) => ({
    iteration,
    size: 8,
    rows: ['A'],
    columns: ['A', 'B'],
    reconstructions: false,
  }));

function hosted(initial: SampleRef[]) {
  Object.assign(globalThis, { IS_REACT_ACT_ENVIRONMENT: true });
  const root = createRoot(document.createElement('div'));
  let cursor: SampleCursor | undefined;
  const Host = ({ samples }: { samples: SampleRef[] }) => {
    cursor = useSampleCursor(samples);
    return null;
  };
  const show = (samples: SampleRef[]) => act(() => root.render(createElement(Host, { samples })));
  show(initial);
  return {
    show,
    get: () => {
      if (!cursor) throw new Error('not rendered');
      return cursor;
    },
  };
}

test('E4: follows the newest sheet until moved, then stays, then follows again', () => {
  const host = hosted(sheets(0, 100));
  expect(host.get().sheet?.iteration).toBe(100);
  host.show(sheets(0, 100, 200));
  expect(host.get()).toMatchObject({ live: true, sheet: { iteration: 200 } });
  act(() => host.get().moveTo(1));
  host.show(sheets(0, 100, 200, 300));
  expect(host.get()).toMatchObject({ live: false, sheet: { iteration: 100 } });
  act(() => host.get().follow());
  expect(host.get()).toMatchObject({ live: true, sheet: { iteration: 300 } });
});

test('E4: a click on the chart shows the nearest samples; beyond the last it follows', () => {
  const host = hosted(sheets(0, 100, 200));
  act(() => host.get().moveNear(130));
  expect(host.get().sheet?.iteration).toBe(100);
  act(() => host.get().moveNear(999));
  expect(host.get().live).toBe(true);
});

test('of two sheets equally near, the earlier is meant', () => {
  expect(nearest(sheets(0, 100, 200), 150)).toBe(1);
});

test('before the first sheet there is none', () => {
  expect(hosted([]).get()).toMatchObject({ live: true, sheet: undefined, index: 0 });
});
