import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { RunConfig, type TrainerEvent } from '@combogan/contracts';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type FakeRun, FakeStudio, iterationsOf, lossesOf } from './fake-studio.ts';
import { picture } from './images.ts';
import { temporaryFolder } from './temporary.ts';
import { inProcess, TrainerProcess } from './trainer-process.ts';

const folder = temporaryFolder();
const studio = new FakeStudio();
const tokenFile = join(folder, 'token');
const cache = join(folder, 'cache');
const domains: Record<string, Buffer[]> = { discs: [], squares: [] };
let running: TrainerProcess;

beforeAll(async () => {
  await studio.listen();
  writeFileSync(tokenFile, `${studio.token}\n`);
  for (let i = 0; i < 5; i++) {
    domains.discs?.push(await picture('disc', i));
    domains.squares?.push(await picture('square', i));
  }
  running = new TrainerProcess(['connect', '--url', studio.url, '--token-file', tokenFile, '--cache', cache]);
});
afterAll(async () => {
  running.child.kill('SIGKILL');
  await running.ended;
  await studio.close();
});

const config = (iterations: number, more: Partial<RunConfig> = {}): RunConfig =>
  RunConfig.parse({ size: 32, ngf: 4, ndf: 4, blocks: 1, discriminatorLayers: 1, iterations, ...more });

const kinds = (run: FakeRun, kind: TrainerEvent['kind']) => run.events.filter((event) => event.kind === kind);
const lastTransition = (run: FakeRun) => run.transitions.at(-1);
const upTo = (n: number) => Array.from({ length: n }, (_, i) => i + 1);

describe('connect', () => {
  test('trains a run to its end: every iteration once, files before the events that name them', async () => {
    const run = studio.addRun(config(25, { sampleEvery: 10, checkpointEvery: 20 }), domains);
    await studio.until(() => lastTransition(run)?.to === 'finished');
    expect(run.transitions.map(({ to }) => to)).toEqual(['running', 'finishing', 'finished']);
    expect(run.transitions[1]?.flops).toBeGreaterThan(0);
    expect(iterationsOf(run)).toEqual(upTo(25));
    expect(studio.hellos.at(-1)).toMatchObject({ engine: 'compiled-cpu' });
    expect(kinds(run, 'sample').map((event) => event.kind === 'sample' && event.sheet.iteration)).toEqual([
      0, 10, 20, 25,
    ]);
    expect(kinds(run, 'weights')).toMatchObject([{ domain: 'discs' }, { domain: 'squares' }]);
    expect(kinds(run, 'checkpoint').at(-1)).toMatchObject({ iteration: 25 });
    for (const event of run.events) {
      const hash = event.kind === 'sample' ? event.sheet.sha256 : 'sha256' in event ? event.sha256 : undefined;
      if (hash !== undefined) expect(run.artifacts.get(hash)?.kind).toBe(event.kind);
      if (event.kind === 'sample')
        expect(run.artifacts.get(event.sheet.reconstructions?.sha256 ?? '')?.kind).toBe('sample');
    }
    const sheet = kinds(run, 'sample')[0];
    // One probe of its own per domain: that one is shown and not trained on.
    expect(sheet).toMatchObject({ sheet: { rows: ['discs', 'squares'], columns: ['discs', 'squares'], size: 32 } });
  });

  test('E1: lost acknowledgements and cut lines leave no gap and no duplicate; images come out of the cache', async () => {
    const requests = studio.imageRequests;
    studio.cutChance = 0.4;
    const run = studio.addRun(config(150, { sampleEvery: 50 }), domains);
    await studio.until(() => iterationsOf(run).length >= 50);
    studio.cut();
    studio.cutChance = 0.2;
    await studio.until(() => lastTransition(run)?.to === 'finished');
    expect(iterationsOf(run)).toEqual(upTo(150));
    expect(kinds(run, 'sample')).toHaveLength(4);
    expect(studio.imageRequests).toBe(requests);
    studio.cutChance = 0;
  }, 120_000);

  test('R5: a cancelled run stops within 2 s, and the next one of the queue begins', async () => {
    const run = studio.addRun(config(100_000), domains);
    const next = studio.addRun(config(3), domains);
    await studio.until(() => iterationsOf(run).length > 0);
    const asked = performance.now();
    studio.command(run, 'cancel');
    await studio.until(() => lastTransition(run)?.to === 'cancelled');
    expect(performance.now() - asked).toBeLessThan(2_000);
    const seen = iterationsOf(run);
    expect(seen).toEqual(upTo(seen.length));
    await studio.until(() => lastTransition(next)?.to === 'finished');
  });

  test('R4: an attempt that lost its lease writes nothing more and makes room for the next run', async () => {
    const run = studio.addRun(config(100_000), domains);
    await studio.until(() => iterationsOf(run).length > 0);
    run.lost = true;
    const stored = run.events.length;
    const next = studio.addRun(config(3), domains);
    await studio.until(() => lastTransition(next)?.to === 'finished');
    expect(run.events).toHaveLength(stored);
    expect(run.transitions.map(({ to }) => to)).toEqual(['running']);
  });

  test('R5, R8: a paused run leaves a checkpoint and goes on exactly; nothing stored is sent again', async () => {
    const options = config(200, {
      sampleEvery: 30,
      checkpointEvery: 1000,
      decayIterations: 0,
      dropout: true,
      poolSize: 5,
    });
    const run = studio.addRun(options, domains);
    await studio.until(() => iterationsOf(run).length >= 35);
    // R7: changed meanwhile; the message and the heartbeat may both tell of it
    studio.tune(run, { lambdaCycle: 3, learningRate: 0.001 });
    await studio.until(() => kinds(run, 'applied').length > 0);
    const [applied] = kinds(run, 'applied');
    const from = applied?.kind === 'applied' ? applied.iteration : 0;
    studio.command(run, 'pause');
    await studio.until(() => lastTransition(run)?.to === 'paused');
    const paused = iterationsOf(run).length;
    expect(kinds(run, 'checkpoint')).toMatchObject([{ iteration: paused }]);
    run.assignment.changes = [{ number: 1, iteration: from, changes: { lambdaCycle: 3, learningRate: 0.001 } }];
    run.assignment.pendingChanges = [];
    studio.requeue(run);
    await studio.until(() => lastTransition(run)?.to === 'finished');
    expect(iterationsOf(run)).toEqual(upTo(200));
    const [whole, rest = 0] = studio.checkpointRequests;
    expect(whole).toBe(0);
    expect(rest).toBeGreaterThan(0);
    const whatWasSaid = kinds(run, 'log').map((event) => event.kind === 'log' && event.message);
    expect(whatWasSaid).toContain(`resumes from iteration ${paused}`);

    const unbroken = studio.addRun(options, domains, run.assignment.changes);
    await studio.until(() => lastTransition(unbroken)?.to === 'finished');
    expect(kinds(run, 'applied')).toHaveLength(1);
    expect(lossesOf(run)).toEqual(lossesOf(unbroken));
    const rates = lossesOf(run).map(({ learningRate }) => learningRate);
    expect(rates[from - 2]).toBe(0.0002);
    expect(rates[from - 1]).toBe(0.001);
    const sheets = (of: FakeRun) => kinds(of, 'sample').map((event) => event.kind === 'sample' && event.sheet);
    expect(sheets(run)).toEqual(sheets(unbroken));
  }, 120_000);

  test('an image that is gone fails the run with its hash', async () => {
    const lost = await picture('disc', 99);
    const run = studio.addRun(config(3), { ...domains, discs: [...(domains.discs ?? []), lost] });
    for (const [hash, bytes] of studio.images) if (bytes.equals(lost)) studio.images.delete(hash);
    await studio.until(() => lastTransition(run)?.to === 'failed');
    expect(lastTransition(run)?.failure).toMatchObject({ code: 'data' });
    expect(lastTransition(run)?.failure?.message).toMatch(
      /^image [0-9a-f]{12} could not be downloaded: no such image$/,
    );
  });

  test('R4: SIGTERM stops at the next iteration, hands over a checkpoint, and gives the run back', async () => {
    const run = studio.addRun(config(100_000), domains);
    await studio.until(() => iterationsOf(run).length > 0);
    running.child.kill('SIGTERM');
    expect((await running.ended).code).toBe(0);
    const seen = iterationsOf(run);
    expect(seen).toEqual(upTo(seen.length));
    expect(kinds(run, 'checkpoint').at(-1)).toMatchObject({ iteration: seen.length });
    expect(lastTransition(run)).toMatchObject({ to: 'queued' });
  });
});

describe('connect refuses to start with one line', () => {
  const url = () => ['--url', studio.url];
  test.each<[string, () => string[], RegExp]>([
    ['a wrong token', () => [...url(), '--token', 'wrong'], /refuses: This trainer token is not known here\./],
    ['no token', url, /--token-file: say which file/],
    ['a token file that is not there', () => [...url(), '--token-file', '/no/token'], /\/no\/token can't be read/],
    ['no address', () => ['--token', 'x'], /--url: say where the studio is/],
    ['an address that is none', () => ['--url', 'studio', '--token', 'x'], /"studio" is not an http or https address/],
  ])('%s', async (_, args, message) => {
    const { code, stderr } = await inProcess(['connect', ...args(), '--cache', cache]);
    expect(code).toBe(1);
    expect(stderr).toMatch(/^error: .*\n$/);
    expect(stderr).toMatch(message);
  });
});
