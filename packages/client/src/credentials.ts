import { chmod, mkdir, readFile, writeFile } from 'node:fs/promises';
import { homedir } from 'node:os';
import { dirname, join } from 'node:path';
import { StudioError } from '@combogan/contracts';
import { z } from 'zod';
import type { Connection } from './http.ts';

const Stored = z.object({ url: z.url(), token: z.string().min(1) });

const place = (): string =>
  join(process.env.XDG_CONFIG_HOME || join(homedir(), '.config'), 'combogan-studio', 'client.json');

/** Keeps address and token for later commands, readable by this user alone. Returns where. */
export async function keepCredentials(connection: Connection): Promise<string> {
  const path = place();
  await mkdir(dirname(path), { recursive: true, mode: 0o700 });
  await writeFile(path, `${JSON.stringify(connection, null, 2)}\n`, { mode: 0o600 });
  await chmod(path, 0o600);
  return path;
}

/** STUDIO_URL and STUDIO_TOKEN, else what `login` kept. @throws StudioError that says what to set */
export async function findCredentials(): Promise<Connection> {
  const { STUDIO_URL, STUDIO_TOKEN } = process.env;
  const kept = Stored.safeParse(JSON.parse(await readFile(place(), 'utf8').catch(() => 'null'))).data;
  const url = STUDIO_URL ?? kept?.url;
  // a token is of one studio: that of another address is not sent there
  const token = STUDIO_TOKEN ?? (kept && kept.url === url ? kept.token : undefined);
  if (!url || !token)
    throw new StudioError('unauthenticated', 'Set STUDIO_URL and STUDIO_TOKEN, or log in: studio login --url URL');
  if (!URL.canParse(url))
    throw new StudioError('invalid', 'STUDIO_URL must be an address such as http://localhost:3000');
  return { url, token };
}
