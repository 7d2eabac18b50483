import { expect, test } from 'vitest';
import { sweepCsv } from './csv.ts';
import { sweepOf } from './fixtures.ts';

test('R9: the table as CSV, names quoted where they must be, nothing a spreadsheet would run', () => {
  const { runs } = sweepOf({ points: [{ name: 'a "b", c', set: {} }, { set: { dropout: true } }] });
  const rows = runs.map((run, n) => ({
    run: n === 1 ? { ...run, name: '=1+1' } : run,
    losses: n === 0 ? { cycle: 0.5 } : {},
  }));
  expect(sweepCsv(rows, ['dropout'])).toBe(
    [
      'run,id,state,iteration,dropout,gan,cycle,identity,forward,discriminator,msPerIteration',
      `"sweep · a ""b"", c",${runs[0]?.id},finished,2000,false,,0.5,,,,10`,
      `'=1+1,${runs[1]?.id},finished,2000,true,,,,,,10`,
      '',
    ].join('\r\n'),
  );
});
