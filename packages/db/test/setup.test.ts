import { afterEach, beforeEach, expect, test } from 'vitest';
import { checkSetupToken, completeSetup, issueSetupToken, setupNeeded } from '../src/index.ts';
import { createTestDatabase, type TestDatabase } from '../src/testing.ts';
import { makeUser } from './fixtures.ts';

let database: TestDatabase;
beforeEach(async () => {
  database = await createTestDatabase();
});
afterEach(() => database.drop());

/** A token, which there must be. */
async function issue(): Promise<string> {
  const token = await issueSetupToken(database.db);
  if (token === null) throw new Error('there is an owner');
  return token;
}

test('A1: the last token issued, and no other, makes the owner, once', async () => {
  const { db } = database;
  expect(await setupNeeded(db)).toBe(true);
  await expect(checkSetupToken(db, '')).rejects.toMatchObject({ code: 'forbidden' });
  const first = await issue();
  await checkSetupToken(db, first);
  const second = await issue();
  await expect(checkSetupToken(db, first)).rejects.toMatchObject({ code: 'forbidden', field: 'token' });
  await checkSetupToken(db, second);

  const ada = await makeUser(db, 'Ada');
  expect(ada.role).toBe('viewer');
  await completeSetup(db, ada.id);
  expect(await db.prisma.user.findUnique({ where: { id: ada.id } })).toMatchObject({ role: 'owner' });
  expect(await setupNeeded(db)).toBe(false);
  expect(await issueSetupToken(db)).toBeNull();
  await expect(checkSetupToken(db, second)).rejects.toMatchObject({ code: 'conflict' });
});

test('A1: of two who come at once, one becomes the owner', async () => {
  const { db } = database;
  await issue();
  const users = [await makeUser(db, 'Ada'), await makeUser(db, 'Ben')];
  const results = await Promise.allSettled(users.map(({ id }) => completeSetup(db, id)));
  expect(results.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
  expect(await db.prisma.user.count({ where: { role: 'owner' } })).toBe(1);
});

test('A4: the token itself is not kept', async () => {
  const token = await issue();
  expect(JSON.stringify(await database.db.prisma.setting.findMany())).not.toContain(token);
});
