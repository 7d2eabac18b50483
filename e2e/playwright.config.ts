import { readdirSync } from 'node:fs';
import { defineConfig } from '@playwright/test';

/** Debian's Chromium, or whichever `npm test` found; quiet, because it must not call home from a closed network. */
const executablePath = process.env.CHROMIUM ?? '/usr/bin/chromium';

/** A project for each spec file, because projects never share a worker: so each file has a studio of its own. */
const specs = readdirSync(import.meta.dirname)
  .filter((file) => file.endsWith('.spec.ts'))
  .sort();

export default defineConfig({
  testDir: '.',
  projects: specs.map((file) => ({ name: file.replace('.spec.ts', ''), testMatch: file })),
  outputDir: '../test-results',
  // one studio, one trainer, two cores: the specs share them in order
  workers: 1,
  fullyParallel: false,
  timeout: 180_000,
  expect: { timeout: 15_000 },
  reporter: [['list']],
  use: {
    browserName: 'chromium',
    locale: 'en-GB',
    actionTimeout: 20_000,
    launchOptions: {
      executablePath,
      args: [
        '--no-sandbox',
        '--disable-gpu',
        '--disable-dev-shm-usage',
        '--disable-quic',
        '--no-first-run',
        '--disable-background-networking',
        '--disable-component-update',
        '--disable-sync',
      ],
    },
    trace: 'retain-on-failure',
    screenshot: 'only-on-failure',
  },
});
