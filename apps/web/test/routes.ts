import { readdirSync } from 'node:fs';
import { dirname, join, relative, sep } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { RouteHandler } from '../src/server/route.ts';

const APP = fileURLToPath(new URL('../src/app', import.meta.url));
const METHODS = ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS'];

export interface DeclaredRoute {
  method: string;
  /** As in the README: /api/runs/:id */
  path: string;
  /** The file's export, whatever it is. */
  handler: RouteHandler;
}

/** Every exported method of every route file. */
export async function allRoutes(): Promise<DeclaredRoute[]> {
  const files = readdirSync(APP, { recursive: true, encoding: 'utf8' }).filter((file) =>
    /(^|\/)route\.tsx?$/.test(file),
  );
  const routes: DeclaredRoute[] = [];
  for (const file of files) {
    const module: Record<string, RouteHandler> = await import(join(APP, file));
    for (const method of METHODS) {
      const handler = module[method];
      if (handler) routes.push({ method, path: addressOf(file), handler });
    }
  }
  return routes.sort((a, b) => a.path.localeCompare(b.path, 'en'));
}

const addressOf = (file: string): string =>
  `/${relative('.', dirname(file)).split(sep).join('/')}`
    .replace(/\[\.\.\.(\w+)\]/g, '*$1')
    .replace(/\[(\w+)\]/g, ':$1');
