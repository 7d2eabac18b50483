import { RunConfig, type RunDetail } from '@combogan/contracts';
import { expect, test } from 'vitest';
import { freshRun } from '../../lib/live/testing.ts';
import { comparePanels, sharedDomains } from './compare-panels.ts';

const run = (id: string, keys: string[], config = {}): RunDetail => ({
  ...freshRun(),
  id,
  name: id,
  config: RunConfig.parse(config),
  domains: keys.map((key) => ({
    key,
    name: key.toUpperCase(),
    domainId: null,
    versionHash: '0'.repeat(64),
    trainCount: 1,
    probes: [],
  })),
});
const runs = [run('x', ['a', 'b']), run('y', ['c', 'b'], { lambdaForward: 0.2 })];

test('domains that more runs have come first', () => {
  expect(sharedDomains(runs).map(({ key }) => key)).toEqual(['b', 'a', 'c']);
});

test('E3: a line per run that has the domain and the loss; speed and learning rate only over iterations', () => {
  const linesOf = (domain: string, alignment: 'iterations' | 'draws') =>
    comparePanels({ runs, domain, alignment, titles: (id) => id }).map(({ id, lines }) => [
      id,
      ...lines.map(({ runId }) => runId),
    ]);
  expect(linesOf('b', 'draws')).toEqual([
    ['gan', 'x', 'y'],
    ['cycle', 'x', 'y'],
    ['forward', 'y'],
    ['discriminator', 'x', 'y'],
  ]);
  expect(linesOf('a', 'iterations')).toEqual([
    ['gan', 'x'],
    ['cycle', 'x'],
    ['discriminator', 'x'],
    ['learningRate', 'x', 'y'],
    ['ms', 'x', 'y'],
  ]);
});
