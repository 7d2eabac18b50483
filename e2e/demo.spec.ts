import AxeBuilder from '@axe-core/playwright';
import { createOwner, enter, expect, test } from './fixtures.ts';

test.use({ demo: true });

test('a first start shows four domains and a run that trains', async ({ page, studio }) => {
  const up = Date.now();
  await createOwner(page, studio);
  await page
    .getByRole('link', { name: /Emoji in four styles/ })
    .first()
    .click();
  const iteration = page.getByRole('term').filter({ hasText: 'Iteration' }).locator('xpath=following-sibling::dd');
  await expect
    .poll(async () => Number.parseInt(await iteration.innerText(), 10), { timeout: 90_000 })
    .toBeGreaterThan(0);
  const seconds = (Date.now() - up) / 1000;
  // said, not asserted: how long it takes depends on what else the machine does
  console.log(`first iteration on the page ${seconds.toFixed(1)} s after the link was printed`);

  await page.goto(`${studio.url}/domains`);
  for (const name of ['Twemoji', 'Noto', 'OpenMoji', 'Fluent'])
    await expect(page.getByRole('link', { name: new RegExp(name) }).first()).toBeVisible();
  await expect(page.getByText('250 images, 16 probes')).toHaveCount(4);
});

test('every page is free of serious accessibility findings, in light and dark, at desktop and phone width', async ({
  page,
  studio,
}) => {
  await enter(page, studio);
  const runs = (await (await page.request.get(`${studio.url}/api/runs`)).json()).runs as { id: string }[];
  const domains = (await (await page.request.get(`${studio.url}/api/domains`)).json()).domains as { id: string }[];
  const paths = [
    '/',
    '/domains',
    `/domains/${domains[0]?.id}`,
    '/runs/new',
    `/runs/${runs[0]?.id}`,
    '/team',
    '/settings',
    '/notifications',
  ];
  for (const colorScheme of ['light', 'dark'] as const)
    for (const width of [1280, 390]) {
      await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
      await page.setViewportSize({ width, height: 900 });
      for (const path of paths) {
        await page.goto(`${studio.url}${path}`);
        await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
        const { violations } = await new AxeBuilder({ page }).analyze();
        const serious = violations.filter(({ impact }) => impact === 'serious' || impact === 'critical');
        expect(serious.map(({ id, nodes }) => `${path} ${colorScheme} ${width}: ${id} ${nodes[0]?.html}`)).toEqual([]);
        const overflow = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
        expect(overflow, `${path} at ${width} scrolls sideways`).toBeLessThanOrEqual(0);
      }
    }
});
