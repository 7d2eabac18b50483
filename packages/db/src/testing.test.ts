import { expect, test } from 'vitest';
import { createTestDatabase } from './testing.ts';

test('test databases are migrated and apart from each other', async () => {
  const [one, two] = await Promise.all([createTestDatabase(), createTestDatabase()]);
  try {
    await one.db.prisma.user.create({ data: { name: 'Ada', email: 'ada@example.org' } });
    expect(await one.db.prisma.user.count()).toBe(1);
    expect(await two.db.prisma.user.count()).toBe(0);
  } finally {
    await Promise.all([one.drop(), two.drop()]);
  }
});
