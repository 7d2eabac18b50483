import { expect, test } from 'vitest';
import { configAt, TuneBody } from './changes.ts';
import { RunConfig } from './config.ts';

test('R7: each iteration has the changes up to it, later ones over earlier ones', () => {
  const config = RunConfig.parse({ iterations: 100 });
  const changes = [
    { iteration: 10, changes: { lambdaCycle: 5 } },
    { iteration: 20, changes: { lambdaCycle: 7, learningRate: 1e-4 } },
    { iteration: 20, changes: { learningRate: 2e-5 } },
  ];
  expect(configAt(config, changes, 9)).toEqual(config);
  expect(configAt(config, changes, 10)).toEqual({ ...config, lambdaCycle: 5 });
  expect(configAt(config, changes, 100)).toEqual({ ...config, lambdaCycle: 7, learningRate: 2e-5 });
});

test.each([
  [{ lambdaCycle: 101 }, 'lambdaCycle', 'must be between 0 and 100'],
  [{ learningRate: 0 }, 'learningRate', 'must be between 0.000001 and 0.1'],
  [{ learningRate: Number.NaN }, 'learningRate', ''],
  [{}, '', 'names nothing to change'],
  [{ batch: 2 }, '', 'batch'],
])('R7: an absurd change %o is refused with its range', (body, path, message) => {
  const issue = TuneBody.safeParse(body).error?.issues[0];
  expect(issue?.path.join('.')).toBe(path);
  expect(issue?.message).toContain(message);
});
