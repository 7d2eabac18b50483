import { execFileSync } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { RunDetail } from '@combogan/contracts';
import { createDomain, createOwner, expect, launch, QUICK, test } from './fixtures.ts';
import { drawings } from './images.ts';
import { freePort, startStudio } from './studio.ts';

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

test('R4: a trainer killed with -9 is noticed within 30 s; its run can be launched again', async ({ page, studio }) => {
  await createOwner(page, studio);
  await createDomain(page, studio, 'Red', await drawings(8, { ink: '#c22', paper: '#fff' }));
  await createDomain(page, studio, 'Blue', await drawings(8, { ink: '#22c', paper: '#fff' }));
  const id = await launch(page, studio, { name: 'Doomed', domains: ['Red', 'Blue'], ...QUICK, Iterations: 2000 });
  const detail = async (run: string) =>
    RunDetail.parse(await (await page.request.get(`${studio.url}/api/runs/${run}`)).json());
  await expect.poll(async () => (await detail(id)).progress.iteration, { timeout: 90_000 }).toBeGreaterThan(10);

  const killed = Date.now();
  process.kill(trainerPid(studio.url), 'SIGKILL');
  await expect.poll(async () => (await detail(id)).state, { timeout: 40_000 }).toBe('failed');
  expect(Date.now() - killed).toBeLessThan(30_000);
  await expect(page.getByText('The trainer was lost')).toBeVisible();
  expect((await page.request.get(`${studio.url}/healthz`)).status()).toBe(200);

  // the supervisor has started another trainer meanwhile
  await page.getByRole('button', { name: 'Launch again' }).first().click();
  await expect(page).not.toHaveURL(new RegExp(id));
  await expect
    .poll(async () => (await detail(/runs\/([0-9a-f-]{36})/.exec(page.url())?.[1] ?? id)).progress.iteration, {
      timeout: 90_000,
    })
    .toBeGreaterThan(5);
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
