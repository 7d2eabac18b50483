import { type NotificationKind, WEBHOOK_ATTEMPTS } from '@combogan/contracts';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { inTransaction } from '../src/db.ts';
import {
  cancelRun,
  claimDeliveries,
  createWebhook,
  type DueDelivery,
  listNotifications,
  listWebhooks,
  readNotifications,
  retryDelivery,
  runActivity,
  setPreferences,
  settleDelivery,
  testWebhook,
  transitionRun,
} from '../src/index.ts';
import { transition } from '../src/runs/transition.ts';
import { createTestDatabase, type TestDatabase } from '../src/testing.ts';
import { begin, makePair, makeUser } from './fixtures.ts';

let database: TestDatabase;
let domains: string[];
let ada: { id: string };
beforeAll(async () => {
  database = await createTestDatabase();
  domains = await makePair(database.db);
  ada = await makeUser(database.db, 'Ada');
});
afterAll(() => database.drop());
beforeEach(async () => {
  await database.db.prisma.notification.deleteMany();
  await database.db.prisma.webhook.deleteMany();
});

/** A running run of Ada's. */
async function running() {
  const { runId, trainerId, hold } = await begin(database.db, domains);
  await database.db.prisma.run.update({ where: { id: runId }, data: { launchedById: ada.id, iteration: 7 } });
  return {
    runId,
    report: (to: 'failed' | 'finishing' | 'finished', failure?: { code: 'diverged' | 'data'; message: string }) =>
      transitionRun(database.db, trainerId, { ...hold, to, failure }),
  };
}
const kinds = async (userId: string): Promise<NotificationKind[]> =>
  (await listNotifications(database.db, userId)).notifications.map(({ kind }) => kind);
const queued = () => database.db.prisma.webhookDelivery.findMany({ orderBy: { id: 'asc' } });

describe('N1: whoever launched a run is told once', () => {
  test('that it finished, however often the trainer says so', async () => {
    const { runId, report } = await running();
    await report('finishing');
    expect(await kinds(ada.id)).toEqual([]);
    await Promise.all([1, 2, 3].map(() => report('finished')));
    expect(await kinds(ada.id)).toEqual(['finished']);
    expect((await listNotifications(database.db, ada.id)).notifications[0]?.notice).toMatchObject({
      run: { id: runId, name: 'Run' },
      iteration: 7,
      text: null,
    });
  });

  test('that it failed or diverged, and why', async () => {
    await (await running()).report('failed', { code: 'diverged', message: 'diverged at iteration 7' });
    await (await running()).report('failed', { code: 'data', message: 'no images' });
    const { notifications } = await listNotifications(database.db, ada.id);
    expect(notifications.map(({ kind, notice }) => [kind, notice.text])).toEqual([
      ['failed', 'no images'],
      ['diverged', 'diverged at iteration 7'],
    ]);
  });

  test('that its trainer was lost and it waits for another', async () => {
    const { runId } = await running();
    await inTransaction(database.db, (tx) => transition(tx, { runId, to: 'queued', outcome: 'lost' }));
    expect(await kinds(ada.id)).toEqual(['lost']);
    await cancelRun(database.db, runId, 'Ada');
    expect(await kinds(ada.id)).toEqual(['lost']);
  });

  test('of nothing that was undone', async () => {
    const { runId } = await running();
    await createWebhook(database.db, { url: 'https://example.org/', kinds: ['failed'] });
    const undone = inTransaction(database.db, async (tx) => {
      await transition(tx, { runId, to: 'failed', failure: { code: 'data', message: 'no images' } });
      throw new Error('undo');
    });
    await expect(undone).rejects.toThrow('undo');
    expect(await kinds(ada.id)).toEqual([]);
    expect(await queued()).toEqual([]);
    await cancelRun(database.db, runId, 'Ada');
  });

  test('unless they do not want to know; where nobody launched it, owners are', async () => {
    const owner = await database.db.prisma.user.create({
      data: { name: 'Owner', email: 'o@example.org', role: 'owner' },
    });
    await setPreferences(database.db, ada.id, { muted: ['failed', 'lost'] });
    const { report } = await running();
    await report('failed', { code: 'data', message: 'no images' });
    expect(await kinds(ada.id)).toEqual([]);
    const studios = await running();
    await database.db.prisma.run.update({ where: { id: studios.runId }, data: { launchedById: null } });
    await studios.report('failed', { code: 'diverged', message: 'diverged at iteration 7' });
    expect(await kinds(owner.id)).toEqual(['diverged']);
    await setPreferences(database.db, ada.id, { muted: [] });
  });
});

test("N1: one reads one's own, some or all", async () => {
  for (let n = 0; n < 3; n++) await (await running()).report('failed', { code: 'data', message: `${n}` });
  const list = () => listNotifications(database.db, ada.id);
  const [newest] = (await list()).notifications;
  const stranger = await makeUser(database.db, 'Eve');
  await readNotifications(database.db, stranger.id, [newest?.id ?? '']);
  expect((await list()).unread).toBe(3);
  await readNotifications(database.db, ada.id, [newest?.id ?? '']);
  expect(await list()).toMatchObject({ unread: 2, notifications: [{ read: true }, { read: false }, { read: false }] });
  await readNotifications(database.db, ada.id);
  expect((await list()).unread).toBe(0);
});

test('E5: the activity of a run is what people did', async () => {
  const { runId } = await running();
  await cancelRun(database.db, runId, 'Ada');
  await inTransaction(database.db, (tx) => transition(tx, { runId, to: 'cancelled', by: 'Ada', trainer: 'Box' }));
  const activity = await runActivity(database.db, runId);
  expect(activity.map(({ event }) => event)).toMatchObject([{ kind: 'state', state: 'cancelled', by: 'Ada' }]);
});

describe('N2: a message to a webhook', () => {
  const hook = (kinds: NotificationKind[] = ['failed']) =>
    createWebhook(database.db, { url: 'https://example.org/hook', kinds });
  const dueNow = () => database.db.prisma.webhookDelivery.updateMany({ data: { nextAt: new Date(0) } });

  test('is queued with its cause, for those that want its kind', async () => {
    const { webhook, secret } = await hook();
    await hook(['finished']);
    await (await running()).report('failed', { code: 'data', message: 'no images' });
    expect(await queued()).toMatchObject([{ webhookId: webhook.id, kind: 'failed', state: 'waiting', attempts: 0 }]);
    const [due] = await claimDeliveries(database.db, 5);
    expect(due).toMatchObject({ kind: 'failed', attempts: 1, url: webhook.url, secret, notice: { text: 'no images' } });
    expect(JSON.stringify(await listWebhooks(database.db))).not.toContain(secret);
  });

  test('is taken by one process at a time, and by another once the first is silent', async () => {
    const { webhook } = await hook();
    for (let n = 0; n < 8; n++) await testWebhook(database.db, webhook.id);
    const taken = (await Promise.all(Array.from({ length: 4 }, () => claimDeliveries(database.db, 3)))).flat();
    const ids = taken.map(({ id }) => id);
    expect(new Set(ids).size).toBe(ids.length);
    const rest = await claimDeliveries(database.db, 10);
    expect(taken.length + rest.length).toBe(8);
    expect(await claimDeliveries(database.db, 10)).toEqual([]);
    await dueNow();
    expect((await claimDeliveries(database.db, 10)).map(({ attempts }) => attempts)).toEqual(Array(8).fill(2));
  });

  test('is tried again, ever later, then failed with its last status, and can be sent again', async () => {
    const { webhook } = await hook();
    const { id } = await testWebhook(database.db, webhook.id);
    const waits: number[] = [];
    for (let attempt = 1; attempt <= WEBHOOK_ATTEMPTS; attempt++) {
      const [due] = await claimDeliveries(database.db, 1);
      expect(due?.attempts).toBe(attempt);
      const before = Date.now();
      await settleDelivery(database.db, due as DueDelivery, attempt === 2 ? { error: 'refused' } : { status: 503 });
      const [row] = await queued();
      expect([row?.lastStatus, row?.lastError]).toEqual(attempt === 2 ? [null, 'refused'] : [503, null]);
      if (row?.state === 'waiting') waits.push(row.nextAt.getTime() - before);
      await dueNow();
    }
    expect(waits).toHaveLength(WEBHOOK_ATTEMPTS - 1);
    expect([...waits].sort((a, b) => a - b)).toEqual(waits);
    expect((await listWebhooks(database.db))[0]?.deliveries).toMatchObject([
      { id, kind: 'test', state: 'failed', attempts: WEBHOOK_ATTEMPTS, lastStatus: 503, nextAt: null },
    ]);
    expect(await claimDeliveries(database.db, 1)).toEqual([]);
    await retryDelivery(database.db, id);
    const [due] = await claimDeliveries(database.db, 1);
    await settleDelivery(database.db, due as DueDelivery, { status: 204 });
    await expect(retryDelivery(database.db, id)).rejects.toMatchObject({ code: 'conflict' });
    expect(await queued()).toMatchObject([{ state: 'delivered', lastStatus: 204 }]);
  });

  test('that arrived counts, also when another process took it over meanwhile', async () => {
    const { webhook } = await hook();
    await testWebhook(database.db, webhook.id);
    const [slow] = await claimDeliveries(database.db, 1);
    await dueNow();
    const [second] = await claimDeliveries(database.db, 1);
    await settleDelivery(database.db, slow as DueDelivery, { error: 'late' });
    expect(await queued()).toMatchObject([{ state: 'waiting', lastError: null }]);
    await settleDelivery(database.db, slow as DueDelivery, { status: 200 });
    await settleDelivery(database.db, second as DueDelivery, { status: 500 });
    expect(await queued()).toMatchObject([{ state: 'delivered', lastStatus: 200 }]);
  });
});
