import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

const here = (path) => fileURLToPath(new URL(path, import.meta.url));

/** Packages from npm stay where they are; the workspace's own are TypeScript and go into the bundle. */
const npmStaysOutside = {
  name: 'npm-stays-outside',
  setup(builder) {
    builder.onResolve({ filter: /^[^./]/ }, ({ path, kind }) =>
      kind === 'entry-point' || path.startsWith('@combogan/') ? undefined : { path, external: true },
    );
  },
};

await build({
  entryPoints: [here('server/main.ts')],
  outfile: here('dist/server.mjs'),
  bundle: true,
  format: 'esm',
  platform: 'node',
  target: 'node20',
  sourcemap: true,
  plugins: [npmStaysOutside],
});
