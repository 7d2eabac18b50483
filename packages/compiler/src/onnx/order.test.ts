import { expect, it } from 'vitest';
import type { OnnxNode } from './builder.ts';
import { deepestFirst, needed } from './order.ts';

const node = (output: string, ...inputs: string[]): OnnxNode => ({
  opType: 'Sum',
  domain: '',
  inputs,
  outputs: [output],
  attributes: {},
});
const names = (nodes: OnnxNode[]) => nodes.map(({ outputs }) => outputs[0]);

it('drops what no output needs', () => {
  const nodes = [node('a', 'x'), node('dead', 'a'), node('b', 'a'), node('deader', 'dead')];
  expect(names(needed(nodes, ['b']))).toEqual(['a', 'b']);
});

it('puts what has the longest path behind it last, and inputs before their uses', () => {
  const nodes = [node('deep1', 'x'), node('deep2', 'deep1'), node('deep3', 'deep2'), node('weight', 'w')];
  const sum = node('sum', 'deep3', 'weight');
  expect(names(deepestFirst([...nodes, sum, node('aside', 'x')]))).toEqual([
    ...['deep1', 'weight', 'aside'],
    ...['deep2', 'deep3', 'sum'],
  ]);
});
