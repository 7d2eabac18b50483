import { CONFIG_FIELDS, RANGES, RunConfig } from '@combogan/contracts';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { CHOICES, CONFIG_GROUPS, SWITCHES } from './config-groups.ts';
import { EMPTY_DRAFT, evaluate, groupsWithIssues } from './draft.ts';

const ids = ['00000000-0000-4000-8000-000000000001', '00000000-0000-4000-8000-000000000002'];

test('R1: the form offers every option of a run exactly once, each with a way to enter it', () => {
  const shown = ['preset', ...Object.values(CONFIG_GROUPS).flat()];
  expect([...shown].sort()).toEqual([...CONFIG_FIELDS].sort());
  for (const field of Object.values(CONFIG_GROUPS).flat())
    expect(field in RANGES || field in CHOICES || (SWITCHES as readonly string[]).includes(field)).toBe(true);
});

describe('defaults', () => {
  test('an untouched draft is the default run', () => {
    const { config, body } = evaluate({ ...EMPTY_DRAFT, domainIds: ids }, 'A + B');
    expect(config).toEqual(RunConfig.parse({}));
    expect(body).toMatchObject({ name: 'A + B', domainIds: ids });
  });

  test('load size and decay follow size and iterations until they are edited', () => {
    const follows = evaluate({ ...EMPTY_DRAFT, values: { size: '128', iterations: '9000' } }, 'x');
    expect(follows.config).toMatchObject({ loadSize: 143, decayIterations: 4500 });
    const edited = evaluate({ ...EMPTY_DRAFT, values: { size: '128', loadSize: '200' } }, 'x');
    expect(edited.config.loadSize).toBe(200);
    expect(edited.defaults.loadSize).toBe(143);
  });
});

test('E4: chosen probes go along with their domain, and only with it', () => {
  const images = ['00000000-0000-4000-8000-000000000003'];
  const probes = { [ids[0] ?? '']: images, '00000000-0000-4000-8000-000000000009': images };
  expect(evaluate({ ...EMPTY_DRAFT, domainIds: ids, probes }, 'x').body?.probes).toEqual({ [ids[0] ?? '']: images });
  expect(evaluate({ ...EMPTY_DRAFT, domainIds: ids }, 'x').body).not.toHaveProperty('probes');
});

describe('what is wrong', () => {
  test('is named by field, and estimates go on with the default', () => {
    const { issues, config, body } = evaluate(
      { name: ' ', domainIds: [ids[0] ?? ''], probes: {}, values: { size: '33', batch: '', learningRate: 'fast' } },
      'x',
    );
    expect(Object.keys(issues).sort()).toEqual(['batch', 'domainIds', 'learningRate', 'name', 'size']);
    expect(config).toEqual(RunConfig.parse({}));
    expect(body).toBeNull();
    expect(groupsWithIssues(issues)).toEqual(['essentials', 'optimiser']);
  });

  test('a rule between two options is shown at the one it names', () => {
    const { issues } = evaluate({ ...EMPTY_DRAFT, domainIds: ids, values: { size: '256', loadSize: '100' } }, 'x');
    expect(issues.loadSize?.message).toContain('at least size (256)');
  });
});

test('whatever is typed, there is a valid configuration to estimate from', () => {
  const field = fc.constantFrom(...CONFIG_FIELDS.filter((name) => name in RANGES));
  const text = fc.oneof(fc.string(), fc.double().map(String), fc.integer().map(String));
  fc.assert(
    fc.property(fc.dictionary(field, text), (values) => {
      const { config, defaults } = evaluate({ ...EMPTY_DRAFT, values }, 'x');
      expect(RunConfig.safeParse(config).success).toBe(true);
      expect(RunConfig.safeParse(defaults).success).toBe(true);
    }),
  );
});
