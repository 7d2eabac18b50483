import { describe, expect, test } from 'vitest';
import { CreateRunBody } from './api.ts';
import { invalidInput } from './errors.ts';

const id = (n: number) => `00000000-0000-4000-8000-00000000000${n}`;
const body = { name: 'Run', domainIds: [id(1), id(2)], config: {} };

describe('E4: the probes of a run', () => {
  test('are up to four images of any of its domains, or left to the default', () => {
    expect(CreateRunBody.parse(body).probes).toBeUndefined();
    const probes = { [id(1)]: [id(3), id(4), id(5), id(6)] };
    expect(CreateRunBody.parse({ ...body, probes }).probes).toEqual(probes);
  });

  test.each([
    ['too many', { [id(1)]: [3, 4, 5, 6, 7].map(id) }, `probes.${id(1)}`, '4 images'],
    ['none', { [id(1)]: [] }, `probes.${id(1)}`, '1 image'],
    ['one twice', { [id(2)]: [id(3), id(3)] }, `probes.${id(2)}`, undefined],
    ['those of a domain that is not in it', { [id(9)]: [id(3)] }, `probes.${id(9)}`, undefined],
    ['what is no id', { [id(1)]: ['cat.png'] }, `probes.${id(1)}.0`, undefined],
  ])('are refused by field and limit when they are %s', (_, probes, field, limit) => {
    const { error } = CreateRunBody.safeParse({ ...body, probes });
    expect(error && invalidInput(error)).toMatchObject({ code: 'invalid', field, ...(limit && { limit }) });
  });
});
