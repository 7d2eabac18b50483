import { z } from 'zod';

/** The parts of an OpenAPI document that the page shows. */
const Media = z.object({ schema: z.json().optional(), example: z.json().optional() });
const Content = z.record(z.string(), Media);
const Operation = z.object({
  summary: z.string(),
  tags: z.array(z.string()),
  'x-access': z.enum(['anyone', 'viewer', 'member', 'owner', 'trainer', 'operator']),
  'x-session-only': z.boolean().optional(),
  parameters: z.array(z.object({ name: z.string(), in: z.string(), required: z.boolean(), schema: z.json() })),
  requestBody: z.object({ content: Content }).optional(),
  responses: z.record(z.string(), z.object({ content: Content.optional() })),
});
export const OpenApi = z.object({ paths: z.record(z.string(), z.record(z.string(), Operation)) });

export type Operation = z.infer<typeof Operation> & { method: string; path: string };
export type Media = z.infer<typeof Media>;

/** Its operations by tag, in the document's order. */
export function byTag({ paths }: z.infer<typeof OpenApi>): [string, Operation[]][] {
  const groups = new Map<string, Operation[]>();
  for (const [path, methods] of Object.entries(paths))
    for (const [method, operation] of Object.entries(methods)) {
      const tag = operation.tags[0] ?? '';
      groups.set(tag, [...(groups.get(tag) ?? []), { ...operation, method: method.toUpperCase(), path }]);
    }
  return [...groups];
}

/** A schema in a line or a few: names, types and limits, as one would write them by hand. */
export function schemaText(schema: unknown, indent = ''): string {
  if (typeof schema !== 'object' || schema === null) return 'any';
  const s = schema as Record<string, unknown>;
  if (typeof s.$ref === 'string') return s.$ref.split('/').at(-1) ?? 'any';
  if (Array.isArray(s.enum)) return s.enum.map((value) => JSON.stringify(value)).join(' | ');
  if ('const' in s) return JSON.stringify(s.const);
  const parts = [s.anyOf, s.oneOf].find(Array.isArray);
  if (parts) return [...new Set(parts.map((part) => schemaText(part, indent)))].join(' | ');
  if (s.type === 'array') return `${schemaText(s.items, indent)}[]`;
  if (s.type === 'object' && typeof s.properties === 'object' && s.properties !== null) {
    const required = Array.isArray(s.required) ? s.required : [];
    const inner = `${indent}  `;
    const lines = Object.entries(s.properties).map(
      ([name, part]) => `${inner}${name}${required.includes(name) ? '' : '?'}: ${schemaText(part, inner)}`,
    );
    return `{\n${lines.join('\n')}\n${indent}}`;
  }
  if (s.type === 'object') return `{ [name]: ${schemaText(s.additionalProperties, indent)} }`;
  const type = Array.isArray(s.type) ? s.type.join(' | ') : s.type;
  return [s.format ?? type ?? 'any', limits(s), s.default === undefined ? '' : `= ${JSON.stringify(s.default)}`]
    .filter(Boolean)
    .join(' ');
}

/** What zod writes for any whole number is no limit worth reading. */
const HUGE = Number.MAX_SAFE_INTEGER;

function limits({ minimum, maximum, minLength, maxLength }: Record<string, unknown>): string {
  const low = minimum ?? minLength;
  const high = maximum ?? maxLength;
  const from = typeof low === 'number' && low > -HUGE ? low : null;
  const to = typeof high === 'number' && high < HUGE ? high : null;
  if (from === null && to === null) return '';
  return `(${from ?? ''}…${to ?? ''})`;
}
