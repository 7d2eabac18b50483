import { RunConfig } from '@combogan/contracts';
import { expect, test } from 'vitest';
import { diskBytes, epochsFor, modelCosts, speedOf, trainingSeconds } from './estimates.ts';

const paper = RunConfig.parse({ size: 256, ngf: 64, ndf: 64 });
const domains = [
  { trainCount: 100, probeCount: 4 },
  { trainCount: 400, probeCount: 0 },
];

test('R10: 14 domains take 14 generators where CycleGAN takes 182', () => {
  const { combogan, cyclegan } = modelCosts(paper, 14);
  expect(combogan).toEqual({
    generators: 14,
    discriminators: 14,
    parameters: 14 * (5_099_136 + 6_565_763 + 2_764_737),
  });
  expect(cyclegan.generators).toBe(182);
  expect(cyclegan.parameters / combogan.parameters).toBeCloseTo(13);
});

test('R10: time is work over speed, and twice the iterations take twice as long', () => {
  const once = trainingSeconds(paper, 1e12);
  expect(once).toBeGreaterThan(0);
  expect(trainingSeconds({ ...paper, iterations: paper.iterations * 2 }, 1e12)).toBeCloseTo(2 * once);
});

test('M9: epochs are those of the largest domain', () => {
  expect(epochsFor({ ...paper, iterations: 2000 }, domains)).toBe(5);
  expect(epochsFor({ ...paper, iterations: 2000, batch: 4 }, domains)).toBe(20);
});

test('R10: more frequent samples take more disk', () => {
  expect(diskBytes({ ...paper, sampleEvery: 10 }, domains)).toBeGreaterThan(
    diskBytes({ ...paper, sampleEvery: 1000 }, domains),
  );
});

test('R10: the speed is that of the trainers online, as many as there are runs; else of one that was measured', () => {
  const trainer = (name: string, online: boolean, flops: number | null) => ({ name, online, flops });
  const all = [trainer('off', false, 9), trainer('a', true, 1), trainer('new', true, null), trainer('b', true, 2)];
  expect(speedOf(all, 1)).toEqual({ flops: 1, names: ['a'] });
  expect(speedOf(all, 9)).toEqual({ flops: 3, names: ['a', 'b'] });
  expect(speedOf(all.slice(0, 1), 9)).toEqual({ flops: 9, names: ['off'] });
  expect(speedOf([trainer('new', true, null)], 1)).toBeNull();
});
