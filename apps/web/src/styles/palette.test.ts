import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { PALETTE_SIZE } from '../lib/domain-colors.ts';
import { contrast, linear, type Oklch, oklabDistance, SIGHTS, seenBy } from './color-vision.ts';

const css = readFileSync(new URL('./tokens.css', import.meta.url), 'utf8');

/** The two values of a light-dark() token. */
function token(name: string): { light: Oklch; dark: Oklch } {
  const found = new RegExp(`--${name}:\\s*light-dark\\(\\s*oklch\\(([^)]+)\\),\\s*oklch\\(([^)]+)\\)\\s*\\)`).exec(css);
  const read = (text = ''): Oklch => {
    const [l = Number.NaN, c = Number.NaN, h = Number.NaN] = text.split(/\s+/).map(Number);
    return { l, c, h };
  };
  if (!found) throw new Error(`tokens.css has no light-dark token --${name}`);
  return { light: read(found[1]), dark: read(found[2]) };
}

const domains = Array.from({ length: PALETTE_SIZE }, (_, i) => token(`domain-${i + 1}`));

describe.each(['light', 'dark'] as const)('in the %s theme', (theme) => {
  test.each(Object.keys(SIGHTS) as (keyof typeof SIGHTS)[])('domains stay apart for sight: %s', (sight) => {
    const seen = domains.map((domain) => seenBy(sight, linear(domain[theme])));
    seen.forEach((a, i) => {
      for (const b of seen.slice(0, i)) expect(oklabDistance(a, b)).toBeGreaterThan(0.06);
    });
  });

  test('domains stand out from what they lie on', () => {
    for (const ground of ['surface', 'page'])
      for (const domain of domains)
        expect(contrast(linear(domain[theme]), linear(token(ground)[theme]))).toBeGreaterThanOrEqual(3);
  });

  test.each([
    ['ink', 'surface'],
    ['ink-muted', 'page'],
    ['ink-muted', 'sunken'],
    ['ink-faint', 'surface'],
    ['ink-faint', 'page'],
    ['live-ink', 'surface'],
    ['warn-ink', 'warn-soft'],
    ['bad-ink', 'bad-soft'],
    ['bad-ink', 'surface'],
    ['on-ink', 'ink'],
  ])('%s is readable on %s', (ink, ground) => {
    expect(contrast(linear(token(ink)[theme]), linear(token(ground)[theme]))).toBeGreaterThanOrEqual(4.5);
  });

  test('the edge of a field is visible', () => {
    expect(contrast(linear(token('line-strong')[theme]), linear(token('surface')[theme]))).toBeGreaterThanOrEqual(3);
  });
});
