import { mkdirSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { allRoutes } from './src/server/openapi/all-routes.ts';
import { openApiDocument } from './src/server/openapi/document.ts';

const dist = fileURLToPath(new URL('dist/', import.meta.url));
mkdirSync(dist, { recursive: true });
writeFileSync(`${dist}openapi.json`, JSON.stringify(openApiDocument(await allRoutes())));
