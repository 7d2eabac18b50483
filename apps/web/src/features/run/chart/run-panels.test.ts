import { RunConfig, type RunDetail } from '@combogan/contracts';
import { expect, test } from 'vitest';
import { lossesOf, runPanels } from './run-panels.ts';

const domains: RunDetail['domains'] = ['a', 'b', 'c'].map((key) => ({
  key,
  name: key.toUpperCase(),
  domainId: null,
  versionHash: '0'.repeat(64),
  trainCount: 1,
  probes: [],
}));
const config = RunConfig.parse({ lambdaIdentity: 0, lambdaForward: 0 });
const panels = (pair: ['a', 'b'] | null) =>
  runPanels({ runId: 'r', domains, losses: ['gan', 'cycle'], pair, titles: (id) => id });

test('a loss whose weight is 0 has no panel, unless someone raised it while the run went on', () => {
  expect(lossesOf({ config, changes: [] })).toEqual(['gan', 'cycle', 'discriminator']);
  const change = { number: 1, iteration: 50, changes: { lambdaForward: 0.2 }, by: null, at: '2026-01-01T00:00:00Z' };
  expect(lossesOf({ config, changes: [change] })).toEqual(['gan', 'cycle', 'forward', 'discriminator']);
});

test('E3: a panel per loss with a line per domain, then learning rate and speed', () => {
  expect(panels(null).map(({ id, lines }) => [id, ...lines.map(({ series }) => series)])).toEqual([
    ['gan', 'a.gan', 'b.gan', 'c.gan'],
    ['cycle', 'a.cycle', 'b.cycle', 'c.cycle'],
    ['learningRate', 'learningRate'],
    ['ms', 'ms'],
  ]);
});

test('E3: of a pair, lines say where the images go, and keep the colours of their domains', () => {
  const [gan, cycle] = panels(['a', 'b']);
  expect(gan?.lines.map(({ label }) => label)).toEqual(['B → A', 'A → B']);
  expect(cycle?.lines.map(({ label }) => label)).toEqual(['A → B → A', 'B → A → B']);
  expect(gan?.lines.map(({ color }) => color)).toEqual(
    panels(null)[0]
      ?.lines.slice(0, 2)
      .map(({ color }) => color),
  );
});
