import { fileURLToPath } from 'node:url';
import type { NextConfig } from 'next';

// A studio tells nobody that it was built.
process.env.NEXT_TELEMETRY_DISABLED = '1';

const config: NextConfig = {
  poweredByHeader: false,
  reactStrictMode: true,
  turbopack: { root: fileURLToPath(new URL('../..', import.meta.url)) },
  transpilePackages: ['@combogan/contracts', '@combogan/db', '@combogan/model'],
  serverExternalPackages: ['pg', 'pino', 'sharp', '@prisma/client', '@prisma/adapter-pg', 'better-auth'],
  // `npm run typecheck` covers these files with the compiler of the whole repository, which Next does not know yet.
  typescript: { ignoreBuildErrors: true },
  images: { unoptimized: true },
};

export default config;
