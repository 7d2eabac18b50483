import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { ROOT, StartError } from './settings.ts';

const SYSTEM = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'];

/** Finds a Chromium or installs one, says which, and returns its path. Order: $CHROMIUM, the system's, Playwright's, apt. */
export async function ensureChromium(): Promise<string> {
  const found = await find();
  if (found) return found;
  console.log("No Chromium here: trying Playwright's download.");
  spawnSync('npx', ['--no-install', 'playwright', 'install', 'chromium'], { cwd: ROOT, stdio: 'inherit' });
  const downloaded = await find();
  if (downloaded) return downloaded;
  if (process.getuid?.() === 0 && existsSync('/usr/bin/apt-get')) {
    console.log("Playwright's download failed: installing Debian's chromium.");
    const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
    spawnSync('apt-get', ['update', '-qq'], { stdio: 'inherit', env });
    spawnSync('apt-get', ['install', '-y', '-qq', '--no-install-recommends', 'chromium'], { stdio: 'inherit', env });
  }
  const installed = await find();
  if (installed) return installed;
  throw new StartError(
    'The end-to-end tests need Chromium: install it (Debian: "apt-get install chromium"), or set CHROMIUM to its path.',
  );
}

async function find(): Promise<string | null> {
  const candidates = [process.env.CHROMIUM, ...SYSTEM, await playwrights()];
  const path = candidates.find((candidate) => candidate && existsSync(candidate));
  if (path) console.log(`Chromium: ${path}`);
  return path ?? null;
}

async function playwrights(): Promise<string> {
  const { chromium } = await import('@playwright/test');
  return chromium.executablePath();
}
