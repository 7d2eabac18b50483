import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { z } from 'zod';

export const ROOT = fileURLToPath(new URL('../..', import.meta.url)).replace(/\/$/, '');

const flag = z.enum(['0', '1']).transform((value) => value === '1');

const Environment = z.object({
  PORT: z.coerce.number().int().min(1).max(65535).default(3000),
  HOST: z.string().default('127.0.0.1'),
  /** Where members open the site, when it is not http://localhost:PORT (a proxy, another host name). */
  PUBLIC_URL: z.url().optional(),
  /** Database, uploads, weights and secrets live here. */
  STUDIO_DATA: z.string().default(join(ROOT, 'data')),
  /** A Postgres of your own instead of the embedded one. */
  DATABASE_URL: z.string().optional(), // empty counts as unset
  /** 0: no demo domains and run on the first start. */
  STUDIO_DEMO: flag.default(true),
  /** 0: no trainer on this machine. */
  STUDIO_TRAINER: flag.default(true),
  TRAINER_ENGINE: z.string().default('auto'),
});

export interface Settings {
  port: number;
  host: string;
  publicUrl: string;
  dataDir: string;
  databaseUrl: string | null;
  demo: boolean;
  trainer: boolean;
  trainerEngine: string;
}

/** A problem that the person who started the studio can solve; printed without a stack. */
export class StartError extends Error {}

/** Reads the environment. Throws a StartError that names the variable. */
export function readSettings(env: NodeJS.ProcessEnv): Settings {
  const parsed = Environment.safeParse(env);
  if (!parsed.success) {
    const issue = parsed.error.issues[0];
    throw new StartError(`${issue?.path.join('.')} in the environment: ${issue?.message}`);
  }
  const e = parsed.data;
  return {
    port: e.PORT,
    host: e.HOST,
    publicUrl: (e.PUBLIC_URL ?? `http://localhost:${e.PORT}`).replace(/\/$/, ''),
    dataDir: resolve(e.STUDIO_DATA),
    databaseUrl: e.DATABASE_URL || null,
    demo: e.STUDIO_DEMO,
    trainer: e.STUDIO_TRAINER,
    trainerEngine: e.TRAINER_ENGINE,
  };
}

/** Packages of this repository are run in place; a forgotten `npm ci` should say so. */
export function requireInstalled(): void {
  if (!existsSync(join(ROOT, 'node_modules', 'turbo')))
    throw new StartError('Dependencies are missing: run "npm ci" first.');
}
