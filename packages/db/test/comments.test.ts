import { Comment, CreateCommentBody, LIMITS, type Person } from '@combogan/contracts';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import {
  createComment,
  deleteComment,
  editComment,
  listComments,
  listNotifications,
  restoreComment,
} from '../src/index.ts';
import { createTestDatabase, type TestDatabase } from '../src/testing.ts';
import { launch, makeDomain, makeUser } from './fixtures.ts';

let database: TestDatabase;
let domains: string[];
let ada: Person;
let bo: Person;
let kim: Person;
let runId: string;
beforeAll(async () => {
  database = await createTestDatabase();
  domains = [await makeDomain(database.db, 'A', { probe: 2 }), await makeDomain(database.db, 'B', { probe: 1 })];
  const person = async (name: string): Promise<Person> => ({ ...(await makeUser(database.db, name)), role: 'member' });
  [ada, bo, kim] = [await person('Ada'), await person('Bo'), await person('지민')];
});
afterAll(() => database.drop());
beforeEach(async () => {
  await database.db.prisma.notification.deleteMany();
  runId = (await launch(database.db, domains, { launchedById: ada.id })).id;
  await database.db.prisma.run.update({ where: { id: runId }, data: { iteration: 500 } });
});

const say = (body: string, by: Person, pin: object = {}) =>
  createComment(database.db, runId, CreateCommentBody.parse({ body, ...pin }), by.id);
/** What a person was told: kind and text. */
const told = async ({ id }: Person) =>
  (await listNotifications(database.db, id)).notifications.map(({ kind, notice }) => [kind, notice.text]);

describe('E5: a comment', () => {
  test('is pinned to the run, an iteration, or a cell of the samples', async () => {
    const cell = { source: 'a', probe: 1, target: 'b' };
    const made = [
      await say('The run', bo),
      await say('An iteration', bo, { iteration: 500 }),
      await say('A cell', bo, { iteration: 0, cell }),
    ];
    expect(made.map(({ iteration, cell }) => [iteration, cell])).toEqual([
      [null, null],
      [500, null],
      [0, cell],
    ]);
    for (const comment of made) expect(Comment.parse(comment)).toEqual(comment);
    expect(await listComments(database.db, runId)).toEqual(made);
  });

  test.each([
    [{ iteration: 501 }, 'iteration'],
    [{ iteration: 1, cell: { source: 'c', probe: 0, target: 'b' } }, 'cell.source'],
    [{ iteration: 1, cell: { source: 'a', probe: 0, target: 'c' } }, 'cell.target'],
    [{ iteration: 1, cell: { source: 'b', probe: 1, target: 'a' } }, 'cell.probe'],
  ])('B1: is refused at a pin that the run does not have: %o', async (pin, field) => {
    await expect(say('Here', bo, pin)).rejects.toMatchObject({ code: 'invalid', field });
    expect(await listComments(database.db, runId)).toEqual([]);
    expect(await told(ada)).toEqual([]);
  });

  test('B1: is refused without text, with too much, or with a cell of no iteration', () => {
    const wrong = (body: object) => CreateCommentBody.safeParse(body).error?.issues[0]?.path.join('.');
    expect(wrong({ body: ' \n ' })).toBe('body');
    expect(wrong({ body: 'x'.repeat(LIMITS.commentLength + 1) })).toBe('body');
    expect(wrong({ body: 'x', cell: { source: 'a', probe: 0, target: 'b' } })).toBe('iteration');
    expect(wrong({ body: 'x'.repeat(LIMITS.commentLength) })).toBeUndefined();
  });

  test('of a run that is full or gone is refused', async () => {
    const row = { runId, authorId: bo.id, body: 'again', mentions: [] };
    await database.db.prisma.comment.createMany({ data: Array.from({ length: LIMITS.runComments }, () => row) });
    await expect(say('one more', bo)).rejects.toMatchObject({ code: 'conflict', limit: '1000' });
    runId = '0190a0a0-0000-7000-8000-000000000000';
    await expect(say('where', bo)).rejects.toMatchObject({ code: 'not_found' });
    await expect(listComments(database.db, runId)).rejects.toMatchObject({ code: 'not_found' });
  });

  test('tells who launched the run and whom it mentions, each once, and nobody of their own words', async () => {
    await say('hello', bo);
    expect(await told(ada)).toEqual([['commented', 'hello']]);
    await say('@Ada and @지민이 and @Bo', bo);
    expect(await told(ada)).toEqual([
      ['mentioned', '@Ada and @지민이 and @Bo'],
      ['commented', 'hello'],
    ]);
    expect(await told(kim)).toEqual([['mentioned', '@Ada and @지민이 and @Bo']]);
    await say('mine', ada);
    expect(await told(ada)).toHaveLength(2);
    expect(await told(bo)).toEqual([]);
  });
});

describe('E5: its author', () => {
  test('edits it; whom it did not mention before is told', async () => {
    const { id } = await say('@Ada look', bo);
    const edited = await editComment(database.db, id, '@Ada @지민 look', bo);
    expect(edited).toMatchObject({ body: '@Ada @지민 look', mentions: [{ name: 'Ada' }, { name: '지민' }] });
    expect(edited.editedAt).not.toBeNull();
    expect(await told(ada)).toHaveLength(1);
    expect(await told(kim)).toHaveLength(1);
    await expect(editComment(database.db, id, 'mine', ada)).rejects.toMatchObject({ code: 'forbidden' });
  });

  test('deletes it and brings it back; so may an owner, and nobody else', async () => {
    const { db } = database;
    const { id } = await say('@지민 look', bo);
    await expect(deleteComment(db, id, ada)).rejects.toMatchObject({ code: 'forbidden' });
    await deleteComment(db, id, bo);
    expect(await listComments(db, runId)).toEqual([]);
    expect(await listNotifications(db, kim.id)).toMatchObject({ unread: 0, notifications: [] });
    await expect(deleteComment(db, id, bo)).rejects.toMatchObject({ code: 'not_found' });
    await expect(editComment(db, id, 'x', bo)).rejects.toMatchObject({ code: 'not_found' });
    await expect(restoreComment(db, id, ada)).rejects.toMatchObject({ code: 'forbidden' });
    await restoreComment(db, id, bo);
    expect(await listComments(db, runId)).toMatchObject([{ id, body: '@지민 look' }]);
    expect(await listNotifications(db, kim.id)).toMatchObject({ unread: 1 });
    await deleteComment(db, id, { ...ada, role: 'owner' });
    expect(await listComments(db, runId)).toEqual([]);
  });
});
