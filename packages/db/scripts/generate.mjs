/**
 * Generates the database client. `prisma generate` does not use Prisma's schema engine, but insists on having its
 * binary and would download it; naming any existing program makes it work offline.
 */
import { spawn } from 'node:child_process';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const prisma = join(dirname(createRequire(import.meta.url).resolve('prisma/package.json')), 'build/index.js');
const child = spawn(process.execPath, [prisma, 'generate', '--no-hints'], {
  cwd: join(dirname(fileURLToPath(import.meta.url)), '..'),
  stdio: 'inherit',
  env: { PRISMA_SCHEMA_ENGINE_BINARY: process.execPath, CHECKPOINT_DISABLE: '1', ...process.env },
});
child.once('exit', (code) => {
  process.exitCode = code ?? 1;
});
