import { describe, expect, it } from 'vitest';
import { tinyConfig } from '../test/support.ts';
import { drawMasks } from './masks.ts';
import { iterationInputs } from './ports.ts';
import { createRandom } from './random.ts';

describe('drawMasks', () => {
  const c = tinyConfig({ dropout: true, lambdaIdentity: 1, size: 32, ngf: 8, blocks: 3 });

  it('fills every mask input, each differently', () => {
    const masks = drawMasks(createRandom(1), 1, c);
    const wanted = Object.entries(iterationInputs(c)).filter(([, port]) => port.kind === 'mask');
    // Per slot: one encoder block in two passes, two decoder blocks in three.
    expect(wanted).toHaveLength(2 * (1 * 2 + 2 * 3));
    expect(Object.keys(masks).sort()).toEqual(wanted.map(([name]) => name).sort());
    for (const [name, port] of wanted) expect(masks[name]?.length).toBe(port.shape.reduce((a, b) => a * b));
    expect(new Set(Object.values(masks).map((mask) => mask.slice(0, 64).join())).size).toBe(wanted.length);
  });

  it('drops half and doubles the rest', () => {
    const values = Object.values(drawMasks(createRandom(1), 1, c)).flatMap((mask) => [...mask]);
    expect(values.every((value) => value === 0 || value === 2)).toBe(true);
    const mean = values.reduce((a, b) => a + b) / values.length;
    expect(mean).toBeCloseTo(1, 1);
  });

  it('draws anew each iteration, and nothing without dropout', () => {
    expect(drawMasks(createRandom(1), 1, c)).not.toEqual(drawMasks(createRandom(1), 2, c));
    expect(drawMasks(createRandom(1), 1, { ...c, dropout: false })).toEqual({});
  });
});
