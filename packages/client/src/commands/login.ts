import { createInterface } from 'node:readline';
import { StudioError } from '@combogan/contracts';
import { keepCredentials } from '../credentials.ts';
import type { Output } from '../output.ts';
import { StudioClient } from '../studio-client.ts';

/** Tries the token, STUDIO_TOKEN or a line of stdin, and keeps it. */
export async function login(output: Output, { url }: { url: string }): Promise<void> {
  if (!URL.canParse(url)) throw new StudioError('invalid', `${url} is no address. Try http://localhost:3000`);
  if (!process.env.STUDIO_TOKEN) output.note(`Make a token at ${new URL('/settings', url)} and paste it here:`);
  const token = process.env.STUDIO_TOKEN ?? (await firstLine());
  const me = await new StudioClient({ url, token }).me();
  const path = await keepCredentials({ url, token });
  output.result({ me, path }, `${me.name} (${me.role}); kept in ${path}`);
}

async function firstLine(): Promise<string> {
  for await (const line of createInterface({ input: process.stdin })) return line.trim();
  throw new StudioError('invalid', 'No token came.');
}
