import { CreateRunBody, DomainList } from '@combogan/contracts';
import { expect, it } from 'vitest';
import { z } from 'zod';
import { schemaText } from './open-api.ts';

it('P1: a schema reads as one would write it by hand', () => {
  const schema = z.object({
    name: z.string().min(1).max(60),
    role: z.enum(['train', 'probe']).default('train'),
    counts: z.array(z.int().min(0)).optional(),
    bySeries: z.record(z.string(), z.number().nullable()),
  });
  expect(schemaText(z.toJSONSchema(schema, { io: 'input' }))).toBe(
    `{
  name: string (1…60)
  role?: "train" | "probe"
  counts?: integer (0…)[]
  bySeries: { [name]: number | null }
}`,
  );
});

it('P1: every contract gives a text', () => {
  for (const schema of [CreateRunBody, DomainList])
    expect(schemaText(z.toJSONSchema(schema, { unrepresentable: 'any', io: 'output' }))).toMatch(/^\{\n {2}\w/);
});
