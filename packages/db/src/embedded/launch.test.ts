import { expect, test } from 'vitest';
import { explain, isPassing, isPortTaken } from './launch.ts';

const fatal = (text: string) => `2026-01-01 00:00:00.000 UTC [7] ${text}\n`;

test.each([
  [
    fatal('FATAL:  database files are incompatible with server\nDETAIL:  The data directory was initialized by 17'),
    'was made by another version of Postgres',
  ],
  [fatal('FATAL:  could not write lock file "postmaster.pid": No space left on device'), 'The disk of'],
  [fatal('FATAL:  could not open directory "pg_wal": Permission denied'), 'cannot be written by this user'],
  [
    fatal('PANIC:  could not locate a valid checkpoint record at 0/0'),
    'is damaged (could not locate a valid checkpoint',
  ],
  [
    'postgres: error while loading shared libraries: libicuuc.so.60: cannot open shared object file: No such file',
    'Postgres did not start: libicuuc.so.60: cannot open shared object file',
  ],
  ['', 'Postgres did not start: it said nothing. Its log is /data/postgres.log.'],
])('%j is explained', (said, words) => expect(explain(said, '/data', 5432).message).toContain(words));

test('what passes by itself is told from what does not', () => {
  expect(isPassing(fatal('FATAL:  lock file "postmaster.pid" already exists'))).toBe(true);
  expect(isPassing(fatal('FATAL:  pre-existing shared memory block (key 1, ID 2) is still in use'))).toBe(true);
  expect(isPassing(fatal('PANIC:  could not locate a valid checkpoint record'))).toBe(false);
  expect(isPortTaken(fatal('LOG:  could not bind IPv4 address "127.0.0.1": Address already in use'))).toBe(true);
});
