import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import {
  authenticateToken,
  createInvite,
  createToken,
  findInvite,
  joinTeam,
  listInvites,
  listMembers,
  removeMember,
  revokeInvite,
  setRole,
} from '../src/index.ts';
import { createTestDatabase, type TestDatabase } from '../src/testing.ts';
import { makeUser } from './fixtures.ts';

let database: TestDatabase;
let ownerId: string;
beforeAll(async () => {
  database = await createTestDatabase();
  ownerId = (await makeUser(database.db, 'Owner')).id;
  await database.db.prisma.user.update({ where: { id: ownerId }, data: { role: 'owner' } });
});
afterAll(() => database.drop());

const invite = (role: 'member' | 'viewer' = 'member') => createInvite(database.db, { role, days: 7 }, ownerId);
const person = (name: string) => ({ name, email: `${name.toLowerCase()}@example.org`, passwordHash: 'hashed' });

describe('A1: an invite', () => {
  test('makes one account of its role, and is used up', async () => {
    const { db } = database;
    const { token, invite: made } = await invite('viewer');
    expect(await findInvite(db, token)).toEqual(made);
    expect(await joinTeam(db, token, person('Bo'))).toMatchObject({ name: 'Bo', role: 'viewer' });
    expect(await listMembers(db)).toContainEqual(expect.objectContaining({ name: 'Bo', role: 'viewer' }));
    await expect(joinTeam(db, token, person('Cy'))).rejects.toMatchObject({ code: 'forbidden', field: 'token' });
    expect(await listInvites(db)).toEqual([]);
  });

  test('of many who use it at once makes one account', async () => {
    const { token } = await invite();
    const names = ['Dan', 'Eve', 'Fay', 'Gus', 'Hal'];
    const tries = await Promise.allSettled(names.map((name) => joinTeam(database.db, token, person(name))));
    expect(tries.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    const made = await database.db.prisma.user.count({ where: { name: { in: names } } });
    expect(made).toBe(1);
  });

  test('works neither once it has expired nor once it is revoked; its token is not kept', async () => {
    const { db } = database;
    const [late, revoked] = [await invite(), await invite()];
    expect(JSON.stringify(await db.prisma.invite.findMany())).not.toContain(late.token);
    await db.prisma.invite.update({ where: { id: late.invite.id }, data: { expiresAt: new Date(Date.now() - 1) } });
    await revokeInvite(db, revoked.invite.id);
    await expect(revokeInvite(db, revoked.invite.id)).rejects.toMatchObject({ code: 'not_found' });
    for (const { token } of [late, revoked]) {
      await expect(findInvite(db, token)).rejects.toMatchObject({ code: 'forbidden' });
      await expect(joinTeam(db, token, person('Ida'))).rejects.toMatchObject({ code: 'forbidden' });
    }
    expect(await listInvites(db)).toEqual([]);
  });

  test('survives an address that has an account already', async () => {
    const { token } = await invite();
    await expect(joinTeam(database.db, token, { ...person('Jo'), email: 'owner@example.org' })).rejects.toMatchObject({
      code: 'conflict',
      field: 'email',
    });
    expect(await joinTeam(database.db, token, person('Jo'))).toMatchObject({ name: 'Jo', role: 'member' });
  });
});

describe('A1: the team', () => {
  test('keeps an owner, whatever two owners do to one another at once', async () => {
    const { db } = database;
    await expect(setRole(db, ownerId, 'member')).rejects.toMatchObject({ code: 'conflict', field: 'role' });
    await expect(removeMember(db, ownerId)).rejects.toMatchObject({ code: 'conflict' });
    for (let round = 0; round < 5; round++) {
      const other = await makeUser(db, `Other ${round}`);
      await setRole(db, other.id, 'owner');
      const tries = await Promise.allSettled([setRole(db, ownerId, 'member'), removeMember(db, other.id)]);
      expect(tries.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
      const owners = await db.prisma.user.findMany({ where: { role: 'owner', removedAt: null } });
      expect(owners).toHaveLength(1);
      ownerId = owners[0]?.id ?? '';
    }
  });

  test('someone who was removed has no way in, keeps their name on what they did, and can come back', async () => {
    const { db } = database;
    const kim = await joinTeam(db, (await invite()).token, person('Kim'));
    await db.prisma.session.create({
      data: { userId: kim.id, token: 'a session', expiresAt: new Date(Date.now() + 60_000) },
    });
    const { token } = await createToken(db, kim.id, { name: 'script', scope: 'write', days: 1 });
    const domain = await db.prisma.domain.create({ data: { key: 'kims', name: 'Kims', createdById: kim.id } });
    await createInvite(db, { role: 'member', days: 1 }, kim.id);
    await removeMember(db, kim.id);
    expect(await listMembers(db)).not.toContainEqual(expect.objectContaining({ id: kim.id }));
    expect(await db.prisma.account.count({ where: { userId: kim.id } })).toBe(0);
    expect(await db.prisma.session.count({ where: { userId: kim.id } })).toBe(0);
    expect(await listInvites(db)).toEqual([]);
    await expect(removeMember(db, kim.id)).rejects.toMatchObject({ code: 'not_found' });
    await expect(setRole(db, kim.id, 'owner')).rejects.toMatchObject({ code: 'not_found' });
    const made = await db.prisma.domain.findUnique({ where: { id: domain.id }, include: { createdBy: true } });
    expect(made?.createdBy?.name).toBe('Kim');

    const back = await joinTeam(db, (await invite('viewer')).token, person('Kim'));
    expect(back).toEqual({ ...kim, role: 'viewer' });
    expect(await authenticateToken(db, token)).toBeNull();
    expect(await db.prisma.account.count({ where: { userId: kim.id } })).toBe(1);
  });
});
