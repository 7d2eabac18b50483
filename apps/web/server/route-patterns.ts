import { readFile } from 'node:fs/promises';
import { join } from 'node:path';

interface Manifest {
  staticRoutes: { page: string; regex: string }[];
  dynamicRoutes: { page: string; regex: string }[];
}

/** Tells the pattern of an address, as `next build` wrote them down: `/api/runs/:id`, one for all files of a build. */
export async function readRoutes(dir: string): Promise<(path: string) => string> {
  const manifest: Manifest = JSON.parse(await readFile(join(dir, '.next', 'routes-manifest.json'), 'utf8'));
  const routes = [...manifest.staticRoutes, ...manifest.dynamicRoutes].map(({ page, regex }) => ({
    regex: new RegExp(regex),
    pattern: page.replace(/\[\.\.\.(\w+)\]/g, '*$1').replace(/\[(\w+)\]/g, ':$1'),
  }));
  return (path) => {
    if (path.startsWith('/_next/')) return '/_next/*';
    return routes.find(({ regex }) => regex.test(path))?.pattern ?? 'unknown';
  };
}
