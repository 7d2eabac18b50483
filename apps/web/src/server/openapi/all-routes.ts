import { readdirSync } from 'node:fs';
import { dirname, join, sep } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { RouteHandler } from '../route.ts';
import type { DeclaredRoute } from './document.ts';

const APP = fileURLToPath(new URL('../../app', import.meta.url));
const METHODS = ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS'];

/** Every exported method of every route file. Reads the sources: for the build and for tests. */
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
  `/${dirname(file).split(sep).join('/')}`.replace(/\[\.\.\.(\w+)\]/g, '*$1').replace(/\[(\w+)\]/g, ':$1');
