import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['{apps,packages,bench}/**/*.test.{ts,tsx}', 'scripts/**/*.test.ts'],
    // the integration tests' Postgres: one server, a database of its own per file
    globalSetup: ['./packages/db/src/testing.ts'],
    // two cores: one worker for numerical code, one for everything else
    maxWorkers: 2,
    testTimeout: 60_000,
    hookTimeout: 60_000,
  },
});
