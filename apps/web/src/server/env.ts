import { resolve } from 'node:path';
import { z } from 'zod';

const flag = z.enum(['0', '1']).transform((value) => value === '1');

/** The environment of the web server; README.md explains each. */
const Environment = z.object({
  DATABASE_URL: z.string().regex(/^postgres(ql)?:\/\//, 'must start with postgresql://'),
  STUDIO_DATA: z.string().min(1, 'must name a folder'),
  AUTH_SECRET: z.string().min(32, 'must have at least 32 characters'),
  PORT: z.coerce.number().int().min(0).max(65535).default(3000),
  HOST: z.string().min(1).default('127.0.0.1'),
  PUBLIC_URL: z.url({ protocol: /^https?$/, error: 'must be an http or https address' }).optional(),
  TRUST_PROXY: flag.default(false),
  METRICS_TOKEN: z.string().min(16, 'must have at least 16 characters').optional(),
  WEBHOOK_PRIVATE: flag.default(false),
  LOG_LEVEL: z.enum(['silent', 'error', 'warn', 'info', 'debug']).default('info'),
});

export interface WebEnv {
  databaseUrl: string;
  /** Folder of images, samples, weights and checkpoints. */
  storageDir: string;
  authSecret: string;
  port: number;
  host: string;
  /** Origin that members open, without a trailing slash. */
  publicUrl: string;
  /** A proxy in front sets X-Forwarded-For: its last address is the client's. */
  trustProxy: boolean;
  /** Opens /metrics from anywhere; without it only this machine may read them. */
  metricsToken?: string;
  /** Webhooks may call private addresses. */
  webhookPrivate: boolean;
  logLevel: z.infer<typeof Environment>['LOG_LEVEL'];
}

/** Reads the environment. Throws an Error whose message names every variable that is wrong, never a value. */
export function readEnv(source: NodeJS.ProcessEnv): WebEnv {
  const parsed = Environment.safeParse(source);
  if (!parsed.success) {
    const wrong = parsed.error.issues.map(({ path, code, message }) => {
      const name = path.join('.');
      return source[name] === undefined && code === 'invalid_type' ? `${name} is missing` : `${name} ${message}`;
    });
    throw new Error(`The web server's environment is incomplete: ${wrong.join('; ')}.`);
  }
  const env = parsed.data;
  return {
    databaseUrl: env.DATABASE_URL,
    storageDir: resolve(env.STUDIO_DATA, 'storage'),
    authSecret: env.AUTH_SECRET,
    port: env.PORT,
    host: env.HOST,
    publicUrl: new URL(env.PUBLIC_URL ?? `http://localhost:${env.PORT}`).origin,
    trustProxy: env.TRUST_PROXY,
    metricsToken: env.METRICS_TOKEN,
    webhookPrivate: env.WEBHOOK_PRIVATE,
    logLevel: env.LOG_LEVEL,
  };
}
