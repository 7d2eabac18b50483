import { describe, expect, it } from 'vitest';
import { readEnv } from './env.ts';

const GOOD = {
  NODE_ENV: 'production',
  DATABASE_URL: 'postgresql://user:hidden@localhost/studio',
  STUDIO_DATA: '/data',
  AUTH_SECRET: 'a secret of more than thirty-two characters',
} as const;

describe('the environment', () => {
  it('has defaults for what can have one', () => {
    expect(readEnv({ ...GOOD })).toMatchObject({
      storageDir: '/data/storage',
      port: 3000,
      host: '127.0.0.1',
      publicUrl: 'http://localhost:3000',
      trustProxy: false,
      logLevel: 'info',
    });
    expect(readEnv({ ...GOOD, PUBLIC_URL: 'https://studio.example/' }).publicUrl).toBe('https://studio.example');
  });

  it('names everything that is missing or wrong at once, and no value', () => {
    const wrong = { ...GOOD, DATABASE_URL: 'mysql://user:hidden@localhost/x', AUTH_SECRET: 'too short', PORT: '99999' };
    const read = () => readEnv({ ...wrong, STUDIO_DATA: undefined, PUBLIC_URL: 'ftp://x' });
    for (const name of ['DATABASE_URL', 'AUTH_SECRET', 'PORT', 'STUDIO_DATA is missing', 'PUBLIC_URL'])
      expect(read).toThrow(name);
    expect(read).not.toThrow(/hidden|too short|99999/);
  });
});
