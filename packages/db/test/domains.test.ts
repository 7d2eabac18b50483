import { DomainDetail, DomainSummary, UploadResult } from '@combogan/contracts';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import {
  addImage,
  createDomain,
  deleteDomain,
  deleteImage,
  findImage,
  getDomain,
  listDomains,
  updateDomain,
} from '../src/index.ts';
import { createTestDatabase, type TestDatabase } from '../src/testing.ts';
import { image, launch, makeDomain, makeUser, sha } from './fixtures.ts';

const NOBODY = '00000000-0000-7000-8000-000000000000';
let database: TestDatabase;
beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(() => database.drop());

describe('domains', () => {
  test('are made empty and say who made them', async () => {
    const { db } = database;
    const ada = await makeUser(db, 'Ada');
    const made = await createDomain(db, {
      name: 'Line Art',
      description: 'Pens',
      source: 'drawn by us, CC0',
      createdById: ada.id,
    });
    expect(DomainSummary.parse(made)).toEqual(made);
    expect(made).toMatchObject({
      key: 'line-art',
      name: 'Line Art',
      description: 'Pens',
      source: 'drawn by us, CC0',
      createdBy: 'Ada',
      trainCount: 0,
      probeCount: 0,
      minSide: null,
      bytes: 0,
      preview: [],
    });
    expect(await listDomains(db)).toContainEqual(made);
  });

  test('of one name, made at one moment, get keys of their own', async () => {
    const made = await Promise.all(
      Array.from({ length: 4 }, () => createDomain(database.db, { name: 'Twins', description: '' })),
    );
    expect(made.map(({ key }) => key).sort()).toEqual(['twins', 'twins-2', 'twins-3', 'twins-4']);
  });

  test('can be renamed; the key stays', async () => {
    const { db } = database;
    const { id, key } = await createDomain(db, { name: 'Before', description: 'kept' });
    expect(await updateDomain(db, id, { name: 'After' })).toMatchObject({
      id,
      key,
      name: 'After',
      description: 'kept',
    });
    await expect(updateDomain(db, NOBODY, { name: 'None' })).rejects.toMatchObject({ code: 'not_found' });
  });

  test('show their images page by page in the order they came', async () => {
    const { db } = database;
    const id = await makeDomain(db, 'Pages', { train: 5, probe: 2 });
    const first = await getDomain(db, id, { limit: 3 });
    expect(DomainDetail.parse(first)).toEqual(first);
    expect(first).toMatchObject({ trainCount: 5, probeCount: 2, minSide: 120, bytes: 7000 });
    expect(first.preview).toHaveLength(7);
    const names: string[] = [];
    for (let cursor: string | undefined; ; ) {
      const page = await getDomain(db, id, { cursor, limit: 3 });
      names.push(...page.images.map(({ name }) => name));
      if (!page.nextCursor) break;
      cursor = page.nextCursor;
    }
    expect(names).toEqual(
      [1, 2, 3, 4, 5].map((n) => `Pages train ${n}.png`).concat(['Pages probe 1.png', 'Pages probe 2.png']),
    );
    await expect(getDomain(db, NOBODY)).rejects.toMatchObject({ code: 'not_found' });
  });
});

describe('D2: images', () => {
  test('of the same content are kept once a domain, also when they come at once', async () => {
    const { db } = database;
    const { id } = await createDomain(db, { name: 'Dedupe', description: '' });
    const results = await Promise.all(Array.from({ length: 5 }, () => addImage(db, id, image('same'))));
    expect(results.filter(({ duplicate }) => !duplicate)).toHaveLength(1);
    expect(new Set(results.map((result) => result.image.id)).size).toBe(1);
    for (const result of results) expect(UploadResult.parse(result)).toEqual(result);
    const again = await addImage(db, id, { ...image('same', 'probe'), name: 'copy.png' });
    expect(again).toMatchObject({ duplicate: true, image: { name: 'same.png', role: 'train' } });
    const other = await createDomain(db, { name: 'Dedupe elsewhere', description: '' });
    expect(await addImage(db, other.id, image('same'))).toMatchObject({ duplicate: false });
  });

  test('are found and taken out by id', async () => {
    const { db } = database;
    const id = await makeDomain(db, 'Found', { train: 1 });
    const added = await addImage(db, id, image('found'));
    expect(await findImage(db, added.image.id)).toEqual({ sha256: sha('found'), domainId: id });
    await deleteImage(db, added.image.id);
    await expect(findImage(db, added.image.id)).rejects.toMatchObject({ code: 'not_found' });
    await expect(deleteImage(db, added.image.id)).rejects.toMatchObject({ code: 'not_found' });
    expect(await getDomain(db, id)).toMatchObject({ trainCount: 1 });
  });

  test('of a domain that is gone are refused', async () => {
    await expect(addImage(database.db, NOBODY, image('lost'))).rejects.toMatchObject({ code: 'not_found' });
  });
});

describe('D5: deleting a domain', () => {
  test('takes its images with it', async () => {
    const { db } = database;
    const id = await makeDomain(db, 'Gone', { train: 2 });
    await deleteDomain(db, id);
    await expect(getDomain(db, id)).rejects.toMatchObject({ code: 'not_found' });
    expect(await db.prisma.image.count({ where: { domainId: id } })).toBe(0);
    await expect(deleteDomain(db, id)).rejects.toMatchObject({ code: 'not_found' });
  });

  test('in use is refused with the list of runs', async () => {
    const { db } = database;
    const used = await makeDomain(db, 'Used');
    const other = await makeDomain(db, 'Other');
    const run = await launch(db, [used, other], { name: 'First' });
    await expect(deleteDomain(db, used)).rejects.toMatchObject({
      code: 'conflict',
      message: '"Used" is used by a run: "First".',
    });
    for (let n = 2; n <= 7; n++) await launch(db, [used, other], { name: `Run ${n}` });
    await expect(deleteDomain(db, used)).rejects.toThrow(
      '"Used" is used by 7 runs: "Run 7", "Run 6", "Run 5", "Run 4", "Run 3" and 2 more.',
    );
    const detail = await getDomain(db, used);
    expect(detail.trainCount).toBe(3);
    expect(detail.runs).toHaveLength(7);
    expect(detail.runs).toContainEqual({ id: run.id, name: 'First' });
  });

  test('at the moment of a launch: either the run has it or the launch is refused', async () => {
    const { db } = database;
    const other = await makeDomain(db, 'Stays');
    for (let n = 0; n < 5; n++) {
      const id = await makeDomain(db, `Contested ${n}`, { train: 1 });
      const [run, deletion] = await Promise.allSettled([launch(db, [id, other]), deleteDomain(db, id)]);
      expect([run.status, deletion.status].sort()).toEqual(['fulfilled', 'rejected']);
      const refused = run.status === 'rejected' ? run.reason : deletion.status === 'rejected' && deletion.reason;
      expect(refused).toMatchObject({ code: run.status === 'rejected' ? 'invalid' : 'conflict' });
    }
  });
});
