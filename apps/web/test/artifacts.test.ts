import { randomUUID } from 'node:crypto';
import { type RunAssignment, type SampleSheet, TRAINER } from '@combogan/contracts';
import sharp from 'sharp';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import * as samples from '../src/app/api/runs/[id]/samples/[iteration]/route.ts';
import * as weights from '../src/app/api/runs/[id]/weights/[domain]/route.ts';
import * as images from '../src/app/api/trainer/images/[sha256]/route.ts';
import * as artifacts from '../src/app/api/trainer/runs/[id]/artifacts/[kind]/route.ts';
import { call } from './call.ts';
import { makeRun, sha256 } from './data.ts';
import { connectTrainer, type TrainerClient } from './sockets.ts';
import { type Studio, startStudio } from './studio.ts';

let studio: Studio;
let cookie: string;
beforeAll(async () => {
  studio = await startStudio();
  cookie = (await studio.signIn('viewer')).cookie;
});
afterAll(() => studio.close());

let trainer: { id: string; token: string };
let socket: TrainerClient;
let assignment: RunAssignment;
let attempt: { runId: string; attemptToken: string };
beforeEach(async () => {
  trainer = await studio.trainer();
  await makeRun(studio.services);
  socket = await connectTrainer(studio.url, trainer.token);
  const answer = await socket.emitWithAck(TRAINER.claim);
  if (!answer.ok || !answer.assignment) throw new Error('nothing was claimed');
  assignment = answer.assignment;
  attempt = { runId: assignment.runId, attemptToken: assignment.attemptToken };
  await socket.emitWithAck(TRAINER.transition, { ...attempt, to: 'running' });
  return () => socket.close();
});

const ZIP = Buffer.concat([Buffer.from('PK\x03\x04'), Buffer.alloc(5000, 7)]);

function put(
  kind: string,
  content: Uint8Array,
  options: { token?: string; attemptToken?: string; hash?: string } = {},
) {
  return call(artifacts.PUT, {
    method: 'PUT',
    path: `/api/trainer/runs/${attempt.runId}/artifacts/${kind}?name=a`,
    params: { id: attempt.runId, kind },
    token: options.token ?? trainer.token,
    headers: {
      'x-attempt-token': options.attemptToken ?? attempt.attemptToken,
      'x-content-sha256': options.hash ?? sha256(content),
    },
    body: content,
  });
}

describe('a trainer fetches images', () => {
  it('of a run it holds, with the bytes that their hash promises', async () => {
    for (const { sha256: hash, bytes } of assignment.domains.flatMap(({ train }) => train)) {
      const response = await call(images.GET, { params: { sha256: hash }, token: trainer.token });
      const content = Buffer.from(await response.arrayBuffer());
      expect({ hash: sha256(content), bytes: content.byteLength }).toEqual({ hash, bytes });
    }
  });

  it('but no others', async () => {
    const hash = assignment.domains[0]?.train[0]?.sha256 ?? '';
    const other = await studio.trainer();
    expect((await call(images.GET, { params: { sha256: hash }, token: other.token })).status).toBe(404);
    expect((await call(images.GET, { params: { sha256: '0'.repeat(64) }, token: trainer.token })).status).toBe(404);
    expect((await call(images.GET, { params: { sha256: hash } })).status).toBe(401);
  });
});

describe('a trainer sends artifacts', () => {
  it('a sample sheet, which people then see', async () => {
    const png = await sharp({ create: { width: 96, height: 64, channels: 3, background: '#abc' } })
      .png()
      .toBuffer();
    const stored = await put('sample', png);
    expect(stored.status).toBe(201);
    expect(await stored.json()).toEqual({ sha256: sha256(png), bytes: png.byteLength });
    const keys = assignment.domains.map(({ key }) => key);
    const sheet: SampleSheet = {
      iteration: 0,
      size: 32,
      rows: keys,
      columns: keys,
      sha256: sha256(png),
      bytes: png.byteLength,
    };
    const events = [{ seq: 1, event: { kind: 'sample' as const, sheet } }];
    expect(await socket.emitWithAck(TRAINER.events, { ...attempt, events })).toMatchObject({ ok: true });
    const params = { id: attempt.runId, iteration: '0' };
    const response = await call(samples.GET, { params, cookie });
    expect(response.headers.get('content-type')).toBe('image/png');
    expect(Buffer.from(await response.arrayBuffer()).equals(png)).toBe(true);
    expect((await call(samples.GET, { params: { ...params, iteration: '50' }, cookie })).status).toBe(404);
  });

  it("a domain's weights, which people download, in one piece or several", async () => {
    expect((await put('weights', ZIP)).status).toBe(201);
    const domain = assignment.domains[0]?.key ?? '';
    const events = [
      {
        seq: 1,
        event: { kind: 'weights' as const, domain, iteration: 40, sha256: sha256(ZIP), bytes: ZIP.byteLength },
      },
    ];
    expect(await socket.emitWithAck(TRAINER.events, { ...attempt, events })).toMatchObject({ ok: true });
    const download = (headers: Record<string, string> = {}) =>
      call(weights.GET, { params: { id: attempt.runId, domain }, cookie, headers });
    const whole = await download();
    expect(whole.headers.get('content-type')).toBe('application/zip');
    expect(whole.headers.get('content-disposition')).toContain(`filename="A_run-${domain}-40.zip"`);
    expect(whole.headers.get('x-body-length')).toBe(String(ZIP.byteLength));
    expect(Buffer.from(await whole.arrayBuffer()).equals(ZIP)).toBe(true);

    const first = await download({ range: 'bytes=0-999' });
    expect(first.status).toBe(206);
    expect(first.headers.get('content-range')).toBe(`bytes 0-999/${ZIP.byteLength}`);
    const etag = first.headers.get('etag') ?? '';
    const rest = await download({ range: 'bytes=1000-', 'if-range': etag });
    const joined = Buffer.concat([Buffer.from(await first.arrayBuffer()), Buffer.from(await rest.arrayBuffer())]);
    expect(joined.equals(ZIP)).toBe(true);
    // what was there before is another file: all of the new one is sent
    expect((await download({ range: 'bytes=1000-', 'if-range': '"another"' })).status).toBe(200);
    expect((await download({ range: 'bytes=99999-' })).status).toBe(416);
    const nowhere = await call(weights.GET, { params: { id: attempt.runId, domain: 'nowhere' }, cookie });
    expect(nowhere.status).toBe(404);
  });

  it('a checkpoint', async () => {
    expect((await put('checkpoint', Buffer.from('any bytes'))).status).toBe(201);
    expect(await studio.stored()).toContainEqual(expect.stringContaining(sha256(Buffer.from('any bytes'))));
  });
});

describe('R4: a refused artifact leaves nothing', () => {
  let before: string[];
  beforeEach(async () => {
    before = await studio.stored();
  });
  const refused = async (response: Response, status: number) => {
    expect(response.status).toBe(status);
    expect(await studio.stored()).toEqual(before);
    return (await response.json()).error;
  };

  it('when its bytes are not what its hash says', async () => {
    const error = await refused(await put('weights', ZIP, { hash: sha256(Buffer.from('other')) }), 422);
    expect(error.field).toBe('x-content-sha256');
  });

  it('when it is not of its kind', async () => {
    await refused(await put('sample', ZIP), 415);
    await refused(await put('weights', Buffer.from('no zip at all')), 415);
    await refused(await put('secrets', ZIP), 404);
  });

  it('when the trainer does not hold the run', async () => {
    await refused(await put('weights', ZIP, { token: (await studio.trainer()).token }), 409);
    await refused(await put('weights', ZIP, { attemptToken: randomUUID() }), 409);
    await refused(await put('weights', ZIP, { token: 'guessed' }), 401);
  });

  it('when the lease ends while it is on its way', async () => {
    let sent = false;
    const body = new ReadableStream<Uint8Array>({
      async pull(controller) {
        if (sent) {
          await socket.emitWithAck(TRAINER.transition, {
            ...attempt,
            to: 'failed',
            failure: { code: 'engine', message: 'out of memory' },
          });
          controller.close();
          return;
        }
        sent = true;
        controller.enqueue(ZIP);
      },
    });
    const response = await call(artifacts.PUT, {
      method: 'PUT',
      params: { id: attempt.runId, kind: 'weights' },
      token: trainer.token,
      headers: { 'x-attempt-token': attempt.attemptToken, 'x-content-sha256': sha256(ZIP) },
      body,
    });
    await refused(response, 409);
  });
});
