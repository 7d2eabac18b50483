import { describe, expect, it } from 'vitest';
import { parameterCounts } from './cost.ts';
import { domainParams, encoderParams, initialWeights, NETWORKS, networkParams, sizeOf } from './params.ts';
import { createRandom } from './random.ts';

const paper = { ngf: 64, ndf: 64, blocks: 9, discriminatorLayers: 3 };

describe('parameters', () => {
  it('are as many as the published networks have', () => {
    expect(parameterCounts(paper)).toEqual({ encoder: 5_099_136, decoder: 6_565_763, discriminator: 2_764_737 });
  });

  it('have names that are unique in a domain', () => {
    const names = domainParams(paper).map((spec) => spec.name);
    expect(new Set(names).size).toBe(names.length);
    expect(names).toContain('decoder.block5.conv2.weight');
    expect(names).not.toContain('encoder.block5.conv1.weight');
  });

  it('give a weight and a bias per layer, the bias inert exactly where a norm follows', () => {
    const active = NETWORKS.flatMap((network) =>
      networkParams(network, paper)
        .filter((spec) => spec.kind === 'bias' && !spec.inert)
        .map((spec) => `${network}.${spec.name}`),
    );
    expect(active).toEqual(['decoder.out.bias', 'discriminator.conv1.bias', 'discriminator.out.bias']);
  });

  it('start as N(0, 0.02), biases as 0', () => {
    const specs = encoderParams({ ...paper, ngf: 16 });
    const weights = initialWeights(specs, createRandom(1));
    for (const spec of specs) {
      const values = weights[spec.name] ?? new Float32Array();
      expect(values.length).toBe(sizeOf(spec.shape));
      if (spec.kind === 'bias') expect(values.every((value) => value === 0)).toBe(true);
    }
    const values = weights['block1.conv1.weight'] ?? new Float32Array();
    const mean = values.reduce((a, b) => a + b) / values.length;
    const deviation = Math.sqrt(values.reduce((sum, x) => sum + (x - mean) ** 2, 0) / values.length);
    expect(Math.abs(mean)).toBeLessThan(0.0005);
    expect(deviation).toBeCloseTo(0.02, 3);
  });

  it('of two domains start differently', () => {
    const specs = encoderParams({ ...paper, ngf: 4 });
    const [a, b] = ['a.', 'b.'].map((prefix) => initialWeights(specs, createRandom(1), prefix)['conv1.weight']);
    expect(a).not.toEqual(b);
  });
});
