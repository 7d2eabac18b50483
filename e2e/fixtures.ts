import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test as base, expect, type Page } from '@playwright/test';
import { type Studio, startStudio } from './studio.ts';

export { expect, type Page } from '@playwright/test';

export const OWNER = { name: 'Ada', email: 'ada@example.com', password: 'correct horse battery' };

/** A studio of its own for each spec file: the product as `npm start` runs it, on an empty data folder. */
export const test = base.extend<object, { demo: boolean; studio: Studio }>({
  demo: [false, { option: true, scope: 'worker' }],
  studio: [
    async ({ demo }, use) => {
      const dataDir = await mkdtemp(join(tmpdir(), 'combogan-e2e-'));
      const studio = await startStudio(dataDir, { STUDIO_DEMO: demo ? '1' : '0' });
      await use(studio);
      await studio.stop();
      await rm(dataDir, { recursive: true, force: true });
    },
    { scope: 'worker', timeout: 300_000 },
  ],
});

/** Creates the owner's account with the link that the first start printed. */
export async function createOwner(page: Page, studio: Studio): Promise<void> {
  if (!studio.setupLink) throw new Error('the studio printed no set-up link');
  await page.goto(studio.setupLink);
  await page.getByLabel('Name').fill(OWNER.name);
  await page.getByLabel('Email').fill(OWNER.email);
  await page.getByLabel('Password').fill(OWNER.password);
  await page.getByRole('button', { name: 'Create account' }).click();
  await expect(page.getByRole('heading', { name: 'Runs', level: 1 })).toBeVisible();
}

/** Signs in through the page. */
export async function signIn(page: Page, studio: Studio, password = OWNER.password): Promise<void> {
  await page.goto(`${studio.url}/sign-in`);
  await page.getByLabel('Email').fill(OWNER.email);
  await page.getByLabel('Password').fill(password);
  await page.getByRole('button', { name: 'Sign in' }).click();
}

/** Signs in as the owner, who is created first where there is none. */
export async function enter(page: Page, studio: Studio): Promise<void> {
  const { needed } = await (await page.request.get(`${studio.url}/api/setup`)).json();
  if (needed) return createOwner(page, studio);
  await signIn(page, studio);
  await expect(page.getByRole('heading', { name: 'Runs', level: 1 })).toBeVisible();
}

/** Makes a domain through the page and uploads the given files to it. */
export async function createDomain(
  page: Page,
  studio: Studio,
  name: string,
  files: { name: string; mimeType: string; buffer: Buffer }[],
): Promise<void> {
  await page.goto(`${studio.url}/domains`);
  await page.getByRole('button', { name: 'New domain' }).first().click();
  const dialog = page.getByRole('dialog');
  await dialog.getByLabel('Name').fill(name);
  await dialog.getByRole('button', { name: 'Create domain' }).click();
  await expect(page.getByRole('heading', { name, level: 1 })).toBeVisible();
  await page.getByLabel('Images to upload').first().setInputFiles(files);
  await expect(page.getByRole('status').filter({ hasText: `from ${files.length} file` })).toBeVisible();
}

/** Small networks that train tens of iterations a second on two cores. */
export const QUICK = {
  Size: 32,
  'Generator channels': 4,
  'Discriminator channels': 4,
  'Residual blocks': 2,
  'Discriminator layers': 2,
  'Sample every': 50,
  'Checkpoint every': 1000,
};

/** Fills the new-run form with `options` by their labels, launches, and returns the run's id. */
export async function launch(
  page: Page,
  studio: Studio,
  { name, domains, ...options }: { name: string; domains: string[] } & Record<string, unknown>,
): Promise<string> {
  await page.goto(`${studio.url}/runs/new`);
  for (const domain of domains)
    await page.getByRole('checkbox', { name: new RegExp(`^${domain}`) }).check({ force: true });
  for (const group of ['Networks', 'Output']) await page.getByRole('button', { name: new RegExp(`^${group}`) }).click();
  for (const [label, value] of Object.entries(options))
    await page.getByLabel(label, { exact: true }).fill(String(value));
  await page.getByLabel('Name', { exact: true }).fill(name);
  await page.getByRole('button', { name: 'Launch run' }).first().click();
  await expect(page.getByRole('heading', { name, level: 1 })).toBeVisible();
  const id = /\/runs\/([0-9a-f-]{36})/.exec(page.url())?.[1];
  if (!id) throw new Error(`no run id in ${page.url()}`);
  return id;
}
