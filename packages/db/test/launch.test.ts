import { CreateRunBody, RunDetail, RunSummary } from '@combogan/contracts';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import {
  addImage,
  cancelRun,
  createRun,
  deleteImage,
  entriesAfter,
  getDomain,
  listRuns,
  relaunchRun,
  runDetail,
  runSummary,
  updateDomain,
} from '../src/index.ts';
import { createTestDatabase, type TestDatabase } from '../src/testing.ts';
import { claim, image, launch, makeDomain, makeTrainer, makeUser, sha } from './fixtures.ts';

let database: TestDatabase;
beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(() => database.drop());

describe('R1: a launch', () => {
  test('queues a run with its first log entry', async () => {
    const { db } = database;
    const domainIds = [
      await makeDomain(db, 'Left', { train: 2 }),
      await makeDomain(db, 'Right', { train: 4, probe: 6 }),
    ];
    const ada = await makeUser(db, 'Ada');
    const run = await launch(db, domainIds, { name: 'First', launchedById: ada.id, config: { seed: 7 } });
    expect(RunSummary.parse(run)).toEqual(run);
    expect(run).toMatchObject({
      name: 'First',
      state: 'queued',
      iterations: 1000,
      seq: 1,
      queuePosition: 1,
      launchedBy: 'Ada',
      progress: { iteration: 0, msPerIteration: null, etaSeconds: null },
      trainer: null,
      lastSample: null,
    });
    expect(run.domains.map(({ key, domainId, trainCount }) => ({ key, domainId, trainCount }))).toEqual([
      { key: 'left', domainId: domainIds[0], trainCount: 2 },
      { key: 'right', domainId: domainIds[1], trainCount: 4 },
    ]);
    const detail = await runDetail(db, run.id);
    expect(RunDetail.parse(detail)).toEqual(detail);
    expect(detail.config).toMatchObject({ iterations: 1000, seed: 7, decayIterations: 500 });
    expect(await entriesAfter(db, run.id, 0, 10)).toMatchObject([
      { seq: 1, event: { kind: 'state', state: 'queued', by: 'Ada' } },
    ]);
    expect(await listRuns(db)).toContainEqual(run);
  });

  test('E4: shows the probes that were chosen, in their order; one of another domain is refused and nothing launched', async () => {
    const { db } = database;
    const domainIds = [
      await makeDomain(db, 'Chosen', { train: 3, probe: 2 }),
      await makeDomain(db, 'First', { train: 5 }),
    ];
    const [first = '', second = ''] = domainIds;
    const { images } = await getDomain(db, first);
    const ids = [images[4], images[0]].map((one) => one?.id ?? '');
    const body = { name: 'Probes', domainIds, config: {} };
    const run = await createRun(db, CreateRunBody.parse({ ...body, probes: { [first]: ids } }), { launchedById: null });
    expect(run.domains[0]?.probes).toEqual([images[4]?.sha256, images[0]?.sha256]);
    expect(run.domains[1]?.probes).toHaveLength(4);
    await cancelRun(db, run.id, 'Ada');

    const before = await db.prisma.run.count();
    const foreign = CreateRunBody.parse({ ...body, probes: { [second]: ids } });
    await expect(createRun(db, foreign, { launchedById: null })).rejects.toMatchObject({
      code: 'invalid',
      field: `probes.${second}`,
    });
    expect(await db.prisma.run.count()).toBe(before);
  });

  test('shows held-out images as probes, and training images only where there are none', async () => {
    const { db } = database;
    const run = await launch(db, [
      await makeDomain(db, 'With', { train: 5, probe: 6 }),
      await makeDomain(db, 'Without', { train: 6 }),
      await makeDomain(db, 'Few', { train: 1 }),
    ]);
    expect(run.domains.map(({ probes }) => probes)).toEqual([
      [1, 2, 3, 4].map((n) => sha(`With probe ${n}`)),
      [1, 2, 3, 4].map((n) => sha(`Without train ${n}`)),
      [sha('Few train 1')],
    ]);
  });

  test('is refused whole when a domain has nothing to train on or is gone', async () => {
    const { db } = database;
    const full = await makeDomain(db, 'Full');
    const empty = await makeDomain(db, 'Only probes', { train: 0, probe: 3 });
    const before = await db.prisma.domainVersion.count();
    await expect(launch(db, [full, empty])).rejects.toMatchObject({
      code: 'invalid',
      field: 'domainIds',
      message: '"Only probes" has no training images. Add some first.',
    });
    await expect(launch(db, [full, '00000000-0000-7000-8000-000000000000'])).rejects.toMatchObject({
      code: 'invalid',
      field: 'domainIds',
    });
    expect(await db.prisma.domainVersion.count()).toBe(before);
  });
});

describe('D5: a version', () => {
  test('does not change with its domain', async () => {
    const { db } = database;
    const trainerId = await makeTrainer(db);
    const domainIds = [await makeDomain(db, 'Frozen', { train: 3, probe: 1 }), await makeDomain(db, 'Beside')];
    for (const run of await listRuns(db)) if (run.state === 'queued') await cancelRun(db, run.id, 'Ada');
    const run = await launch(db, domainIds);
    const frozen = domainIds[0] ?? '';
    await addImage(db, frozen, image('late'));
    await addImage(db, frozen, image('late probe', 'probe'));
    const { images } = await getDomain(db, frozen);
    await deleteImage(db, images[0]?.id ?? '');
    await updateDomain(db, frozen, { name: 'Renamed' });

    expect((await runSummary(db, run.id)).domains).toEqual(run.domains);
    const assignment = await claim(db, trainerId);
    expect(assignment.runId).toBe(run.id);
    expect(assignment.domains[0]).toMatchObject({
      key: 'frozen',
      name: 'Frozen',
      versionHash: run.domains[0]?.versionHash,
      probes: [{ sha256: sha('Frozen probe 1'), bytes: 1000 }],
    });
    expect(new Set(assignment.domains[0]?.train.map(({ sha256 }) => sha256))).toEqual(
      new Set([1, 2, 3].map((n) => sha(`Frozen train ${n}`))),
    );
  });

  test('is shared by runs on the same content, whatever the order it came in', async () => {
    const { db } = database;
    const [one, two, three] = [
      await makeDomain(db, 'Order one', { train: 0 }),
      await makeDomain(db, 'Order two', { train: 0 }),
      await makeDomain(db, 'Order three', { train: 0 }),
    ];
    for (const name of ['x', 'y', 'z']) await addImage(db, one, image(name));
    for (const name of ['z', 'x', 'y']) await addImage(db, two, image(name));
    for (const name of ['x', 'y', 'z']) await addImage(db, three, image(name, name === 'z' ? 'probe' : 'train'));
    const [first, second] = await Promise.all([launch(db, [one, two, three]), launch(db, [one, two, three])]);
    const hashes = first.domains.map(({ versionHash }) => versionHash);
    expect(second.domains.map(({ versionHash }) => versionHash)).toEqual(hashes);
    expect(hashes[0]).toBe(hashes[1]);
    expect(hashes[2]).not.toBe(hashes[0]);
    expect(await db.prisma.domainVersion.count({ where: { domainId: one } })).toBe(1);
    await addImage(db, one, image('w'));
    expect((await launch(db, [one, two])).domains[0]?.versionHash).not.toBe(hashes[0]);
  });
});

test('a run that has ended can be launched again on the same versions; one that has not cannot', async () => {
  const { db } = database;
  const domainIds = [await makeDomain(db, 'Again one'), await makeDomain(db, 'Again two')];
  const ben = await makeUser(db, 'Ben');
  const run = await launch(db, domainIds, { name: 'Again', config: { seed: 3 } });
  await expect(relaunchRun(db, run.id, { launchedById: ben.id })).rejects.toMatchObject({ code: 'conflict' });
  await cancelRun(db, run.id, 'Ada');
  await addImage(db, domainIds[0] ?? '', image('since'));
  const again = await relaunchRun(db, run.id, { launchedById: ben.id });
  expect(again.id).not.toBe(run.id);
  expect(again).toMatchObject({ name: 'Again', state: 'queued', launchedBy: 'Ben', domains: run.domains });
  expect((await runDetail(db, again.id)).config).toEqual((await runDetail(db, run.id)).config);
});
