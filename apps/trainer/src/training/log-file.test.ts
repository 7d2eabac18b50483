import { appendFileSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { temporaryFolder } from '../../test/temporary.ts';
import type { TrainingEvent } from './events.ts';
import { keptLength, LogFile } from './log-file.ts';

const path = join(temporaryFolder(), 'log.ndjson');
const iteration = (n: number): TrainingEvent => ({
  event: 'iteration',
  iteration: n,
  domains: ['A', 'B'],
  losses: {},
  learningRate: 1,
  ms: 1,
});
const iterationsIn = () =>
  readFileSync(path, 'utf8')
    .split('\n')
    .flatMap((line) => (line ? [JSON.parse(line).iteration] : []));

test('however a process was killed, the resumed log holds each iteration once', () => {
  fc.assert(
    fc.property(
      fc.array(fc.record({ trained: fc.nat(9), lost: fc.nat(9), torn: fc.string() }), { maxLength: 6 }),
      (lives) => {
        new LogFile(path).close();
        let completed = 0;
        for (const { trained, lost, torn } of lives) {
          const log = new LogFile(path, completed);
          for (let n = 1; n <= trained + lost; n++) log.append(iteration(completed + n));
          log.close();
          completed += trained;
          appendFileSync(path, torn.replaceAll('\n', ''));
        }
        new LogFile(path, completed).close();
        expect(iterationsIn()).toEqual(Array.from({ length: completed }, (_, i) => i + 1));
      },
    ),
    { numRuns: 50 },
  );
});

test('keeps how earlier processes ended', () => {
  const lines = [{ event: 'start', iteration: 0 }, iteration(1), { event: 'stopped', iteration: 1 }, iteration(2)];
  const text = lines.map((line) => `${JSON.stringify(line)}\n`);
  expect(keptLength(Buffer.from(text.join('')), 1)).toBe(text.slice(0, 3).join('').length);
});

test('a new run starts an empty log', () => {
  appendFileSync(path, 'something old');
  new LogFile(path).close();
  expect(readFileSync(path, 'utf8')).toBe('');
});
