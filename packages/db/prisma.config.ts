import { defineConfig } from 'prisma/config';

/** For Prisma's own commands, run from this folder. The studio itself migrates with src/migrate.ts. */
export default defineConfig({
  schema: '../../prisma/schema.prisma',
  migrations: { path: '../../prisma/migrations' },
  ...(process.env.DATABASE_URL ? { datasource: { url: process.env.DATABASE_URL } } : {}),
});
