import sharp from 'sharp';
import { describe, expect, it } from 'vitest';
import { loadIconSet } from './icon-set.ts';
import { allSubjects, DEMO_DOMAINS, PROBE_COUNT, RENDER_SIDE, renderSubject, splitSubjects } from './index.ts';

describe('the demo domains', () => {
  const split = splitSubjects();

  it('gives each domain at least 200 training subjects of its own and keeps the probes out of all of them', () => {
    const dealt = [...split.probes, ...DEMO_DOMAINS.flatMap((d) => split.train[d.prefix] ?? [])];
    expect(new Set(dealt).size).toBe(dealt.length);
    expect(split.probes).toHaveLength(PROBE_COUNT);
    for (const domain of DEMO_DOMAINS) expect(split.train[domain.prefix]?.length).toBeGreaterThanOrEqual(200);
  });

  it('leaves out people, skin tones and flags', () => {
    const names = allSubjects().map((subject) => loadIconSet('twemoji').nameOf.get(subject) ?? '');
    expect(names.filter((name) => /skin-tone|flag|^(man|woman|person|people)-/.test(name))).toEqual([]);
  });

  it('renders each probe in every set on white, each set its own way', async () => {
    for (const subject of split.probes) {
      const drawings = new Set<string>();
      for (const { prefix } of DEMO_DOMAINS) {
        const { data, info } = await sharp(await renderSubject(prefix, subject))
          .raw()
          .toBuffer({ resolveWithObject: true });
        expect([info.width, info.height, info.channels]).toEqual([RENDER_SIDE, RENDER_SIDE, 3]);
        expect([...data.subarray(0, 3)]).toEqual([255, 255, 255]);
        expect(data.some((value) => value < 200)).toBe(true);
        drawings.add(data.toString('base64'));
      }
      expect(drawings.size).toBe(DEMO_DOMAINS.length);
    }
  });

  it('resolves aliases, mirrored ones included', () => {
    const right = loadIconSet('fluent-emoji-flat').svg('backhand-index-pointing-right');
    expect(right).toContain('scale(-1 1)');
    expect(() => loadIconSet('twemoji').svg('no-such-icon')).toThrow('no-such-icon');
  });
});
