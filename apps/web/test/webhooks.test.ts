import { CreatedWebhook, WEBHOOK_HEADERS, WebhookList, WebhookMessage } from '@combogan/contracts';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import * as retry from '../src/app/api/deliveries/[id]/retry/route.ts';
import * as comments from '../src/app/api/runs/[id]/comments/route.ts';
import * as webhook from '../src/app/api/webhooks/[id]/route.ts';
import * as test from '../src/app/api/webhooks/[id]/test/route.ts';
import * as webhooks from '../src/app/api/webhooks/route.ts';
import { signature } from '../src/server/webhooks/send.ts';
import { call } from './call.ts';
import { makeRun } from './data.ts';
import { type Receiver, startReceiver } from './receiver.ts';
import { PUBLIC_URL, type SignedIn, type Studio, startStudio } from './studio.ts';

let studio: Studio;
let owner: SignedIn;
let receiver: Receiver;
beforeAll(async () => {
  studio = await startStudio();
  owner = await studio.signIn('owner');
  receiver = await startReceiver();
});
afterAll(async () => {
  receiver.close();
  await studio.close();
});

const asOwner = (more: object = {}) => ({ cookie: owner.cookie, method: 'POST', ...more });
const create = async (json: object) => {
  const response = await call(webhooks.POST, asOwner({ json }));
  return CreatedWebhook.parse(await response.json());
};
const list = async () => WebhookList.parse(await (await call(webhooks.GET, { cookie: owner.cookie })).json()).webhooks;
/** Everything that waits is due now; whoever listens is told. */
const makeDue = async () => {
  await studio.services.db.prisma.webhookDelivery.updateMany({
    where: { state: 'waiting' },
    data: { nextAt: new Date(0) },
  });
  await studio.services.db.pool.query(`SELECT pg_notify('studio', '{"kind":"deliveries"}')`);
};
const remove = (id: string) => call(webhook.DELETE, { ...asOwner({ params: { id } }), method: 'DELETE' });

describe('N2: a webhook', () => {
  it('is sent what happens, signed, and again until it answers with success', async () => {
    const { id, secret } = await create({ url: receiver.url, kinds: ['commented'] });
    const run = await makeRun(studio.services);
    await call(comments.POST, asOwner({ params: { id: run.id }, json: { body: 'look <here>' } }));

    const first = await receiver.next();
    const message = WebhookMessage.parse(JSON.parse(first.body));
    expect(message).toMatchObject({ kind: 'commented', url: `${PUBLIC_URL}/runs/${run.id}` });
    expect(message.notice).toMatchObject({ run: { id: run.id }, by: { name: owner.name }, text: 'look <here>' });
    const { headers } = first.request;
    expect(headers[WEBHOOK_HEADERS.signature]).toBe(
      signature(secret, Number(headers[WEBHOOK_HEADERS.timestamp]), first.body),
    );
    first.response.writeHead(500).end();
    await expect.poll(async () => (await list())[0]?.deliveries).toMatchObject([{ attempts: 1, lastStatus: 500 }]);

    await makeDue();
    const second = await receiver.next();
    expect(JSON.parse(second.body)).toEqual(message);
    second.response.writeHead(204).end();
    await expect
      .poll(async () => (await list())[0]?.deliveries)
      .toMatchObject([{ state: 'delivered', attempts: 2, lastStatus: 204, nextAt: null }]);
    expect(studio.logged()).not.toContain(secret);
    await remove(id);
  });

  it('can be tried out, and its failures are shown and sent again on demand', async () => {
    const { id } = await create({ url: receiver.url });
    const tried = await call(test.POST, asOwner({ params: { id } }));
    expect(tried.status).toBe(202);
    const { response, body } = await receiver.next();
    expect(WebhookMessage.parse(JSON.parse(body))).toMatchObject({ kind: 'test', notice: null });
    response.destroy();
    await expect.poll(async () => (await list())[0]?.deliveries[0]?.lastError).toMatch(/socket hang up/);
    await studio.services.db.prisma.webhookDelivery.updateMany({ data: { state: 'failed' } });
    const again = { params: { id: (await tried.json()).id } };
    expect((await call(retry.POST, asOwner(again))).status).toBe(202);
    (await receiver.next()).response.writeHead(200).end();
    await expect.poll(async () => (await list())[0]?.deliveries).toMatchObject([{ state: 'delivered' }]);
    expect((await call(retry.POST, asOwner(again))).status).toBe(409);
    await remove(id);
    expect((await call(test.POST, asOwner({ params: { id } }))).status).toBe(404);
  });

  it('B1: is refused with an address that is none, or of another kind, or with a password in it', async () => {
    for (const url of ['nowhere', 'ftp://example.org/', 'file:///etc/passwd', 'https://me:secret@example.org/']) {
      const response = await call(webhooks.POST, asOwner({ json: { url } }));
      expect([response.status, (await response.json()).error.field]).toEqual([422, 'url']);
    }
    const none = await call(webhooks.POST, asOwner({ json: { url: 'https://example.org/', kinds: [] } }));
    expect((await none.json()).error.field).toBe('kinds');
  });

  it('N3: is refused with a private address, unless the studio allows them', async () => {
    const { env } = studio.services;
    env.webhookPrivate = false;
    const response = await call(webhooks.POST, asOwner({ json: { url: receiver.url } }));
    env.webhookPrivate = true;
    expect(response.status).toBe(422);
    expect((await response.json()).error).toMatchObject({ field: 'url', message: expect.stringContaining('private') });
    expect(await list()).toEqual([]);
  });

  it('is one of at most ten', async () => {
    const made = [];
    for (let n = 0; n < 10; n += 1) made.push(await create({ url: 'https://example.org/' }));
    const response = await call(webhooks.POST, asOwner({ json: { url: 'https://example.org/' } }));
    expect([response.status, (await response.json()).error.limit]).toEqual([409, '10']);
    for (const { id } of made) await remove(id);
  });
});
