import { expect, test, vi } from 'vitest';
import { keyAction } from './chart-gestures.ts';

function pressed(key: string, { shiftKey = false, cursor = null as number | null } = {}) {
  const calls: unknown[][] = [];
  const note =
    (name: string) =>
    (...args: unknown[]) => {
      calls.push([name, ...args.filter((arg) => arg !== undefined)]);
      return true;
    };
  const board = {
    zoomBy: note('zoomBy'),
    zoomTo: note('zoomTo'),
    panBy: note('panBy'),
    moveCursor: note('moveCursor'),
    clearCursor: note('clearCursor'),
    cursor,
  };
  const pick = vi.fn();
  const meant = keyAction({ key, shiftKey }, board, pick);
  return { calls, meant, picked: pick.mock.calls.flat() };
}

test.each([
  ['+', [['zoomBy', 0.5]]],
  ['=', [['zoomBy', 0.5]]],
  ['-', [['zoomBy', 2]]],
  ['0', [['zoomTo', null]]],
  ['ArrowLeft', [['panBy', -0.25]]],
  ['ArrowRight', [['panBy', 0.25]]],
  ['Escape', [['clearCursor']]],
])('E3: the key %s', (key, calls) => {
  expect(pressed(key)).toMatchObject({ calls, meant: true });
});

test('E3: with shift the arrows move the cursor; zooming keeps to it; Enter shows its samples', () => {
  expect(pressed('ArrowRight', { shiftKey: true }).calls).toEqual([['moveCursor', 1]]);
  expect(pressed('+', { cursor: 700 }).calls).toEqual([['zoomBy', 0.5, 700]]);
  expect(pressed('Enter', { cursor: 700 }).picked).toEqual([700]);
});

test('other keys are left to the page', () => {
  for (const key of ['a', 'Tab', 'PageDown', 'Enter']) expect(pressed(key)).toMatchObject({ calls: [], meant: false });
});
