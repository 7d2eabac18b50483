import { readFile } from 'node:fs/promises';

/** The OpenAPI document that the build made; null where nothing was built. Right from the sources and from the bundle. */
export const readOpenApi = (): Promise<string | null> =>
  readFile(new URL('../dist/openapi.json', import.meta.url), 'utf8').catch(() => null);
