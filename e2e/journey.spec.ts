import { readFile } from 'node:fs/promises';
import { RunDetail, SeriesResponse, SessionList } from '@combogan/contracts';
import sharp from 'sharp';
import { createDomain, createOwner, expect, launch, OWNER, type Page, QUICK, signIn, test } from './fixtures.ts';
import { drawings, lyingPng, svgFile, truncatedJpeg } from './images.ts';
import { recordLive } from './live-frames.ts';
import { checkedManifest, translate, unzip } from './weights.ts';

test.describe.configure({ mode: 'serial' });

let page: Page;
let runId = '';

const detail = async (id: string) => RunDetail.parse(await (await page.request.get(`/api/runs/${id}`)).json());
const figure = (name: string) =>
  page.getByRole('term').filter({ hasText: name }).locator('xpath=following-sibling::dd');
const iterationShown = async () =>
  Number.parseInt((await figure('Iteration').innerText()).replaceAll(/[^\d/]/g, ''), 10);

test.beforeAll(async ({ browser, studio }) => {
  page = await (await browser.newContext({ baseURL: studio.url, acceptDownloads: true })).newPage();
});
test.afterAll(() => page.close());

test('A1: the first link makes the owner, once, and nobody else can sign up', async ({ studio }) => {
  await page.goto(studio.url);
  await expect(page).toHaveURL(/\/(setup|sign-in)/);
  await page.goto(`${studio.url}/setup?token=${'x'.repeat(43)}`);
  await page.getByLabel('Name').fill('Mallory');
  await page.getByLabel('Email').fill('mallory@example.com');
  await page.getByLabel('Password').fill('a long enough password');
  await page.getByRole('button', { name: 'Create account' }).click();
  await expect(page.getByRole('alert').filter({ hasText: 'This set-up link is not valid any more' })).toBeVisible();

  await createOwner(page, studio);
  await expect(page.getByText('No runs yet')).toBeVisible();
  const { sessions } = SessionList.parse(await (await page.request.get('/api/sessions')).json());
  expect(sessions).toHaveLength(1);
  const again = await page.request.post('/api/setup', {
    data: { token: 'anything', ...OWNER },
    headers: { origin: studio.url },
  });
  expect(again.status()).toBeGreaterThanOrEqual(400);
  const signUp = await page.request.post('/api/auth/sign-up/email', { data: OWNER, headers: { origin: studio.url } });
  expect(signUp.status()).toBeGreaterThanOrEqual(400);
});

test('signing out and in again; a wrong password is refused', async ({ studio }) => {
  await page.getByRole('button', { name: `Account of ${OWNER.name}` }).click();
  await page.getByRole('menuitem', { name: 'Sign out' }).click();
  await expect(page).toHaveURL(/\/sign-in/);
  await signIn(page, studio, 'not the password');
  await expect(page.getByRole('alert').filter({ hasText: 'No account has this email and password.' })).toBeVisible();
  await signIn(page, studio);
  await expect(page.getByRole('heading', { name: 'Runs', level: 1 })).toBeVisible();
});

test('D2: images are uploaded; refused files are listed one by one with the reason', async ({ studio }) => {
  const good = await drawings(12, { ink: '#c22', paper: '#fff' });
  await createDomain(page, studio, 'Red', [...good, svgFile, lyingPng, await truncatedJpeg()]);
  const refused = page.getByRole('region', { name: 'Refused files' });
  await expect(refused.getByRole('listitem')).toHaveCount(3);
  await expect(refused.getByRole('listitem').filter({ hasText: 'script.svg' })).toContainText('SVG');
  await expect(refused.getByRole('listitem').filter({ hasText: 'half.jpg' })).toContainText('damaged');
  await expect(refused.getByRole('listitem').filter({ hasText: 'notes.png' })).toContainText('JPEG, PNG or WebP');
  await expect(page.getByRole('region', { name: '12 images' })).toBeVisible();

  await createDomain(page, studio, 'Blue', await drawings(12, { ink: '#22c', paper: '#ffd' }));
});

test('B1: one domain, or an option out of range, is refused before anything is launched', async ({ studio }) => {
  await page.goto(`${studio.url}/runs/new`);
  await page.getByRole('checkbox', { name: /^Red/ }).check({ force: true });
  await page.getByRole('button', { name: 'Launch run' }).first().click();
  await expect(
    page
      .getByRole('alert')
      .filter({ hasText: /domains/ })
      .first(),
  ).toBeVisible();
  await page.getByRole('checkbox', { name: /^Blue/ }).check({ force: true });
  await page.getByLabel('Size', { exact: true }).fill('33');
  await page.getByRole('button', { name: 'Launch run' }).first().click();
  await expect(page.getByText('must be a multiple of 4')).toBeVisible();

  const domains = (await (await page.request.get('/api/domains')).json()).domains as { id: string }[];
  const refused = await page.request.post('/api/runs', {
    headers: { origin: studio.url },
    data: { name: 'x', domainIds: domains.map((d) => d.id), config: { lambdaCycle: -1 } },
  });
  expect(refused.status()).toBe(422);
  expect((await refused.json()).error).toMatchObject({ field: 'config.lambdaCycle' });
  expect((await (await page.request.get('/api/runs')).json()).runs).toEqual([]);
});

test('E1, E2, E4: a real trainer trains; losses grow and samples change, without a gap over a reload', async ({
  studio,
}) => {
  const live = recordLive(page);
  runId = await launch(page, studio, { name: 'Discs', domains: ['Red', 'Blue'], ...QUICK, Iterations: 600 });
  await expect.poll(iterationShown, { timeout: 90_000 }).toBeGreaterThan(20);
  const before = await iterationShown();
  await expect.poll(iterationShown).toBeGreaterThan(before);

  await page.reload();
  await expect.poll(iterationShown).toBeGreaterThanOrEqual(before);
  await expect(page.getByText('Finished').first()).toBeVisible({ timeout: 120_000 });
  expect(await iterationShown()).toBe(600);

  // what the page was sent: each join's seq, then one after another
  expect(live.joins.length).toBeGreaterThanOrEqual(2);
  const seqs = live.seqs(runId);
  const starts = new Set(live.joins.map((join) => join.seq + 1));
  const gaps = seqs.filter((seq, i) => i > 0 && seq !== (seqs[i - 1] ?? 0) + 1 && !starts.has(seq));
  expect(gaps).toEqual([]);
  const run = await detail(runId);
  expect(seqs.at(-1)).toBe(run.seq);

  // what the server kept: every iteration of every series
  const series = SeriesResponse.parse(
    await (await page.request.get(`/api/runs/${runId}/series?from=1&to=600&buckets=4000`)).json(),
  );
  expect(series.width).toBe(1);
  const cycle = series.series['red.cycle'];
  expect(cycle?.x).toEqual(Array.from({ length: 600 }, (_, i) => i + 1));
  expect(new Set(cycle?.last).size).toBeGreaterThan(300);

  expect(run.samples.map((sheet) => sheet.iteration)).toEqual(Array.from({ length: 13 }, (_, i) => 50 * i));
  expect(new Set(run.samples.map((sheet) => sheet.sha256)).size).toBe(13);
});

test('E4: one slider and the arrow keys move the sample matrix', async () => {
  const slider = page.getByRole('slider', { name: 'Iteration of the samples' });
  const matrix = page.getByRole('table', { name: /^Samples/ });
  await expect(slider).toHaveAttribute('aria-valuetext', /600/);
  const newest = await matrix.screenshot();
  await slider.focus();
  await page.keyboard.press('Home');
  await expect(slider).toHaveAttribute('aria-valuetext', /\b0\b/);
  await expect.poll(async () => (await matrix.screenshot()).equals(newest)).toBe(false);
  await page.keyboard.press('ArrowRight');
  await expect(slider).toHaveAttribute('aria-valuetext', /\b50\b/);
});

test('E3, E4: keys zoom the charts; a sample opens with what came back, under a wipe', async () => {
  const charts = page.getByRole('group', { name: 'Charts over iterations' });
  const whole = page.getByRole('button', { name: 'Whole run' });
  await charts.focus();
  await page.keyboard.press('+');
  await expect(whole).toBeVisible();
  await page.keyboard.press('0');
  await expect(whole).toBeHidden();

  await page.getByRole('radio', { name: 'And back' }).click();
  const url = page.waitForResponse((response) => response.url().includes('image=reconstructions') && response.ok());
  await page.getByRole('slider', { name: 'Iteration of the samples' }).press('End');
  await url;
  await page.getByRole('img', { name: 'Red → Blue → Red, probe 1' }).click();
  const dialog = page.getByRole('dialog');
  await expect(dialog.getByRole('img', { name: 'Red → Blue → Red, probe 1' })).toBeVisible();
  await dialog.getByRole('radio', { name: 'Wipe to translation', exact: true }).click();
  const edge = dialog.getByRole('slider', { name: 'Edge between Source and Translation' });
  await edge.press('Home');
  await expect(edge).toHaveValue('0');
  await page.keyboard.press('Escape');
  await expect(dialog).toBeHidden();
});

test('W1, W2: downloaded weights translate as the trainer did', async () => {
  const run = await detail(runId);
  const download = async (domain: string) => {
    await page.getByRole('tab', { name: 'Weights' }).click();
    const [file] = await Promise.all([
      page.waitForEvent('download'),
      page.getByRole('link', { name: `Download weights of ${domain}` }).click(),
    ]);
    const files = await unzip(await readFile(await file.path()));
    expect([...files.keys()].sort()).toEqual(['decoder.onnx', 'encoder.onnx', 'manifest.json', 'weights.safetensors']);
    return files;
  };
  const red = await download('Red');
  const blue = await download('Blue');
  expect(checkedManifest(red)).toMatchObject({ domain: 'red', iteration: 600, config: run.config });
  expect(checkedManifest(blue)).toMatchObject({ domain: 'blue', domains: ['red', 'blue'] });

  // the last sheet's first row: the probe, then its translations into Red and Blue
  const sheet = await (await page.request.get(`/api/runs/${runId}/samples/600`)).body();
  const size = run.config.size;
  const cell = (column: number) =>
    sharp(sheet)
      .extract({ left: column * size, top: 0, width: size, height: size })
      .removeAlpha()
      .raw()
      .toBuffer();
  const ours = await translate(red, blue, await cell(0), size);
  const trainers = await cell(2);
  const worst = Math.max(...trainers.map((value, i) => Math.abs(value - (ours[i] ?? 0))));
  // both are rounded to whole levels of 255
  expect(worst).toBeLessThanOrEqual(1);
});

test('R5: a run is cancelled from the page', async ({ studio }) => {
  const id = await launch(page, studio, {
    name: 'Never ends',
    domains: ['Red', 'Blue'],
    ...QUICK,
    Iterations: 1_000_000,
  });
  await expect.poll(iterationShown, { timeout: 90_000 }).toBeGreaterThan(5);
  await page.getByRole('button', { name: 'Cancel run' }).click();
  const asked = Date.now();
  await page.getByRole('alertdialog').getByRole('button', { name: 'Cancel run' }).click();
  await expect.poll(async () => (await detail(id)).state).toBe('cancelled');
  expect(Date.now() - asked).toBeLessThan(5_000);
  await expect(page.getByText('Cancelled').first()).toBeVisible();
});

test('E3: runs ticked in the list are compared, with what differs and the samples of two', async ({ studio }) => {
  await page.goto(studio.url);
  for (const name of ['Discs', 'Never ends']) await page.getByRole('checkbox', { name: `Compare ${name}` }).check();
  await page.getByRole('link', { name: 'Compare', exact: true }).click();
  await expect(page.getByRole('heading', { name: 'Compare runs', level: 1 })).toBeVisible();
  const options = page.getByRole('region', { name: 'What differs' });
  await expect(options.getByRole('columnheader', { name: 'Iterations', exact: true })).toBeVisible();
  await expect(options.getByRole('link')).toHaveText(['Discs', 'Never ends']);
  await expect(page.getByRole('figure', { name: 'Cycle over iterations' })).toBeVisible();
  await expect(page.getByRole('table', { name: /^Samples/ })).toHaveCount(2);
  await page.getByRole('radio', { name: 'Iterations of the domain' }).click();
  await expect(page.getByRole('button', { name: 'Learning rate' })).toBeHidden();
});
