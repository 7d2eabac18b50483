import { execFileSync } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { RunDetail, SeriesResponse } from '@combogan/contracts';
import { createDomain, createOwner, enter, expect, launch, type Page, QUICK, test } from './fixtures.ts';
import { drawings } from './images.ts';
import { recordLive } from './live-frames.ts';
import { freePort, type Studio, startStudio } from './studio.ts';

/** Processes whose command line holds `text`. */
function processes(text: string): number[] {
  try {
    return execFileSync('pgrep', ['-f', '--', text]).toString().trim().split('\n').map(Number);
  } catch {
    return []; // pgrep found none
  }
}

/** The trainer that connects to this studio. */
const trainerPid = (url: string): number => processes(`connect --url ${url.replace('localhost', '127.0.0.1')}`)[0] ?? 0;

const detailOf = async (page: Page, url: string, id: string) =>
  RunDetail.parse(await (await page.request.get(`${url}/api/runs/${id}`)).json());

/** Every iteration of the run that is stored, in order: each must be there once. */
async function storedIterations(page: Page, url: string, id: string): Promise<number[]> {
  const answer = await page.request.get(`${url}/api/runs/${id}/series?from=1&buckets=4000`);
  const { width, series } = SeriesResponse.parse(await answer.json());
  expect(width).toBe(1);
  return series['red.cycle']?.x ?? [];
}
const upTo = (n: number) => Array.from({ length: n }, (_, i) => i + 1);

async function twoDomains(page: Page, studio: Studio): Promise<void> {
  await createOwner(page, studio);
  await createDomain(page, studio, 'Red', await drawings(8, { ink: '#c22', paper: '#fff' }));
  await createDomain(page, studio, 'Blue', await drawings(8, { ink: '#22c', paper: '#fff' }));
}

test('R4, R8: a run whose trainer is killed with -9 goes on at its checkpoint, and the page misses nothing', async ({
  page,
  studio,
}) => {
  const live = recordLive(page);
  await twoDomains(page, studio);
  const options = { ...QUICK, Iterations: 400, 'Checkpoint every': 50 };
  const id = await launch(page, studio, { name: 'Survivor', domains: ['Red', 'Blue'], ...options });
  const detail = () => detailOf(page, studio.url, id);
  await expect.poll(async () => (await detail()).progress.iteration, { timeout: 90_000 }).toBeGreaterThan(80);

  const killed = Date.now();
  process.kill(trainerPid(studio.url), 'SIGKILL');
  // the lease runs out; the supervisor has started another trainer meanwhile
  await expect(page.getByText(/the trainer stopped answering · resumes from iteration \d+/)).toBeVisible({
    timeout: 40_000,
  });
  expect(Date.now() - killed).toBeLessThan(30_000);
  expect((await page.request.get(`${studio.url}/healthz`)).status()).toBe(200);
  await expect(page.getByText('Finished').first()).toBeVisible({ timeout: 150_000 });

  expect(await storedIterations(page, studio.url, id)).toEqual(upTo(400));
  const run = await detail();
  expect(run.samples.map(({ iteration }) => iteration)).toEqual(Array.from({ length: 9 }, (_, i) => 50 * i));
  // one join, then every entry in order: the page was never told to start over
  const seqs = live.seqs(id);
  expect(live.joins.filter(({ kind }) => kind === 'snapshot')).toHaveLength(1);
  expect(seqs).toEqual(Array.from({ length: seqs.length }, (_, i) => run.seq - seqs.length + 1 + i));
});

test('R5, R7: a run is tuned, paused and resumed from the page', async ({ page, studio }) => {
  await enter(page, studio);
  const id = await launch(page, studio, { name: 'Rests', domains: ['Red', 'Blue'], ...QUICK, Iterations: 100_000 });
  const detail = () => detailOf(page, studio.url, id);
  await expect.poll(async () => (await detail()).progress.iteration, { timeout: 90_000 }).toBeGreaterThan(20);
  await page.getByRole('button', { name: 'Tune', exact: true }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByLabel('Cycle weight').fill('500');
  await dialog.getByRole('button', { name: 'Apply' }).click();
  await expect(dialog.getByText('must be between 0 and 100')).toBeVisible();
  await dialog.getByLabel('Cycle weight').fill('5');
  await dialog.getByRole('button', { name: 'Apply' }).click();
  await expect(dialog.getByText(/Ada · from iteration [\d,]+/)).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(page.getByText(/^Change 1 holds from iteration [\d,]+$/)).toBeVisible();
  await page.getByRole('button', { name: 'Pause', exact: true }).click();
  await expect(page.getByText(/^Paused · .*by Ada · resumes from iteration [\d,]+$/)).toBeVisible();
  const { state, resumesFrom, progress } = await detail();
  expect({ state, resumesFrom }).toEqual({ state: 'paused', resumesFrom: progress.iteration });
  await page.getByRole('button', { name: 'Resume', exact: true }).click();
  await expect
    .poll(async () => (await detail()).progress.iteration, { timeout: 60_000 })
    .toBeGreaterThan(progress.iteration);
  const { progress: later } = await detail();
  expect((await storedIterations(page, studio.url, id)).slice(0, later.iteration)).toEqual(upTo(later.iteration));
  await page.request.post(`${studio.url}/api/runs/${id}/cancel`, { headers: { origin: studio.url } });
});

test('R4: Ctrl-C of the whole studio loses nothing: the next start goes on where training stopped', async ({
  page,
}) => {
  const dataDir = await mkdtemp(join(tmpdir(), 'combogan-e2e-'));
  const settings = { STUDIO_DEMO: '0', PORT: String(await freePort()) };
  const first = await startStudio(dataDir, settings);
  await twoDomains(page, first);
  const options = { ...QUICK, Iterations: 100_000, 'Checkpoint every': 100_000 };
  const id = await launch(page, first, { name: 'Outlasts', domains: ['Red', 'Blue'], ...options });
  await expect
    .poll(async () => (await detailOf(page, first.url, id)).progress.iteration, { timeout: 90_000 })
    .toBeGreaterThan(20);
  expect(await first.stop()).toBe(0);

  const second = await startStudio(dataDir, settings);
  await page.goto(`${second.url}/runs/${id}`);
  const told = page.getByText(/the trainer was shut down · resumes from iteration \d+/);
  await expect(told).toBeVisible();
  const from = Number(/iteration (\d+)/.exec((await told.textContent()) ?? '')?.[1]);
  expect(from).toBeGreaterThan(20);
  await expect
    .poll(async () => (await detailOf(page, second.url, id)).progress.iteration, { timeout: 60_000 })
    .toBeGreaterThan(from);
  expect(await second.stop()).toBe(0);
  await rm(dataDir, { recursive: true });
});

test('starting twice, or on a busy port, says what to do', async ({ studio }) => {
  const dataDir = /the data stays in (\S+)/.exec(studio.output())?.[1] ?? '';
  await expect(startStudio(dataDir, { PORT: String(await freePort()) })).rejects.toThrow(
    /already running on this data folder/,
  );
  await expect(startStudio(`${dataDir}-other`, { PORT: new URL(studio.url).port })).rejects.toThrow(
    /Port \d+ is already in use/,
  );
});

test('a studio killed with -9 takes its services along, and the next start goes on with its data', async ({ page }) => {
  const dataDir = await mkdtemp(join(tmpdir(), 'combogan-e2e-'));
  const port = String(await freePort());
  const settings = { STUDIO_DEMO: '0', PORT: port };
  const first = await startStudio(dataDir, settings);
  await createOwner(page, first);
  first.process.kill('SIGKILL');
  await expect
    .poll(
      () =>
        page.request.get(`${first.url}/healthz`).then(
          () => 'up',
          () => 'down',
        ),
      { timeout: 30_000 },
    )
    .toBe('down');
  await expect.poll(() => processes(`connect --url http://127.0.0.1:${port}`), { timeout: 30_000 }).toEqual([]);

  const second = await startStudio(dataDir, settings);
  expect(second.setupLink).toBeNull();
  await page.goto(second.url);
  await expect(page.getByRole('heading', { name: 'Runs', level: 1 })).toBeVisible();
  expect(await second.stop()).toBe(0);
  expect(processes(dataDir)).toEqual([]);
  await rm(dataDir, { recursive: true });
});
