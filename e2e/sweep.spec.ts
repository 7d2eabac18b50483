import { readFile } from 'node:fs/promises';
import AxeBuilder from '@axe-core/playwright';
import { createDomain, createOwner, expect, QUICK, test } from './fixtures.ts';
import { drawings } from './images.ts';

test('R9: a sweep is launched from the form, trains, and its runs are compared', async ({ page, studio }) => {
  await createOwner(page, studio);
  await createDomain(page, studio, 'Red', await drawings(6, { ink: '#c22', paper: '#fff' }));
  await createDomain(page, studio, 'Blue', await drawings(6, { ink: '#22c', paper: '#ffd' }));

  await page.goto(`${studio.url}/runs/new`);
  for (const domain of ['Red', 'Blue'])
    await page.getByRole('checkbox', { name: new RegExp(`^${domain}`) }).check({ force: true });
  await page.getByRole('radio', { name: 'Sweep' }).click();
  await page.getByRole('button', { name: "The talk's experiments" }).click();
  await expect(page.getByRole('status').filter({ hasText: '9 runs' })).toBeVisible();
  for (const option of ['Dropout', 'Forward weight', 'Learning rate', 'Decay iterations'])
    await page.getByRole('button', { name: `Do not vary ${option}` }).click();
  await page.getByRole('radio', { name: 'Every combination' }).click();
  for (const value of [5, 7, 8]) await page.getByRole('button', { name: `Remove ${value} from Cycle weight` }).click();
  await page.getByLabel('Values to add to Cycle weight').fill('500');
  await page.getByLabel('Values to add to Cycle weight').press('Enter');
  await expect(page.getByText('500: must be between 0 and 100')).toBeVisible();
  await page.getByRole('button', { name: 'Remove 500 from Cycle weight' }).click();
  await page.getByLabel('Values to add to Cycle weight').fill('2');
  await page.getByLabel('Values to add to Cycle weight').press('Enter');

  for (const group of ['Networks', 'Output']) await page.getByRole('button', { name: new RegExp(`^${group}`) }).click();
  for (const [label, value] of Object.entries({ ...QUICK, Iterations: 40, 'Sample every': 20 }))
    await page.getByLabel(label, { exact: true }).fill(String(value));
  await page.getByLabel('Name', { exact: true }).fill('Cycles');
  await page.getByRole('button', { name: 'Launch 2 runs' }).click();

  await expect(page.getByRole('heading', { name: 'Cycles', level: 1 })).toBeVisible();
  await expect(page.getByText('2 Finished')).toBeVisible({ timeout: 90_000 });
  const table = page.getByRole('region', { name: 'Runs of the sweep, side by side' }).getByRole('table');
  const body = table.locator('tbody').getByRole('row');
  await expect(body).toHaveCount(2);
  // cycle and GAN losses differ, so each has one lowest; a discriminator has none
  await expect(table.getByText('best', { exact: true })).toHaveCount(2);
  await expect(table.getByRole('img', { name: /^Cycle loss from/ })).toHaveCount(2);
  await expect(table.getByRole('img', { name: 'Red → Blue, probe 1' })).toHaveCount(2);
  await table.getByRole('button', { name: 'Cycle weight' }).click();
  await expect(body.first()).toContainText('lambdaCycle 2');
  await expect(page.getByRole('region', { name: 'What each option does' })).toContainText('moves by');

  const [file] = await Promise.all([page.waitForEvent('download'), page.getByRole('button', { name: 'CSV' }).click()]);
  const csv = await readFile(await file.path(), 'utf8');
  expect(csv.trim().split('\r\n')).toHaveLength(3);
  expect(csv).toMatch(/^run,id,state,iteration,lambdaCycle,gan,cycle/);

  for (const [colorScheme, width] of [
    ['light', 1280],
    ['dark', 390],
  ] as const) {
    await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
    await page.setViewportSize({ width, height: 900 });
    const { violations } = await new AxeBuilder({ page }).analyze();
    const serious = violations.filter(({ impact }) => impact === 'serious' || impact === 'critical');
    expect(serious.map(({ id, nodes }) => `${colorScheme} ${width}: ${id} ${nodes[0]?.html}`)).toEqual([]);
    const overflow = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
    expect(overflow, `the sweep at ${width} scrolls sideways`).toBeLessThanOrEqual(0);
  }

  await page.getByRole('link', { name: 'Compare curves' }).click();
  await expect(page.getByRole('region', { name: 'What differs' }).getByRole('columnheader')).toContainText([
    'Cycle weight',
  ]);

  await page.goto(studio.url);
  await expect(page.getByRole('link', { name: 'Cycles' })).toBeVisible();
  await expect(page.getByText('Sweep of 2')).toBeVisible();
});
