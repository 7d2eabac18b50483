import { createHash } from 'node:crypto';
import { LIMITS } from '@combogan/contracts';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import * as images from '../src/app/api/domains/[id]/images/route.ts';
import * as domain from '../src/app/api/domains/[id]/route.ts';
import * as domains from '../src/app/api/domains/route.ts';
import * as file from '../src/app/api/images/[id]/file/route.ts';
import * as image from '../src/app/api/images/[id]/route.ts';
import * as thumb from '../src/app/api/images/[id]/thumb/route.ts';
import { call } from './call.ts';
import { type SignedIn, type Studio, startStudio } from './studio.ts';

let studio: Studio;
let member: SignedIn;
beforeAll(async () => {
  studio = await startStudio();
  member = await studio.signIn('member');
});
afterAll(() => studio.close());

const picture = (background: string, side = 64) =>
  sharp({ create: { width: side, height: side, channels: 3, background } });

async function newDomain(name: string): Promise<string> {
  const response = await call(domains.POST, { json: { name }, cookie: member.cookie });
  expect(response.status).toBe(201);
  return (await response.json()).id;
}

const upload = (id: string, body: Uint8Array | ReadableStream<Uint8Array>, name = 'picture.png', role = 'train') =>
  call(images.POST, {
    path: `/api/domains/${id}/images?name=${encodeURIComponent(name)}&role=${role}`,
    params: { id },
    body,
    cookie: member.cookie,
  });

const detail = async (id: string) => (await call(domain.GET, { params: { id }, cookie: member.cookie })).json();

describe('uploading an image', () => {
  it('adds it to its domain, to be fetched whole and small', async () => {
    const id = await newDomain('Summer');
    const response = await upload(id, await picture('#ff0000').png().toBuffer(), 'a red square.png');
    expect(response.status).toBe(201);
    const { image: added, duplicate } = await response.json();
    expect(duplicate).toBe(false);
    expect(added).toMatchObject({ name: 'a red square.png', role: 'train', width: 64, height: 64 });
    expect(await detail(id)).toMatchObject({ trainCount: 1, images: [{ id: added.id }] });

    const whole = await call(file.GET, { params: { id: added.id }, cookie: member.cookie });
    const bytes = Buffer.from(await whole.arrayBuffer());
    expect(whole.headers.get('content-type')).toBe('image/png');
    expect(createHash('sha256').update(bytes).digest('hex')).toBe(added.sha256);
    expect(whole.headers.get('cache-control')).toContain('immutable');
    const small = await call(thumb.GET, { params: { id: added.id }, cookie: member.cookie });
    expect(await sharp(Buffer.from(await small.arrayBuffer())).metadata()).toMatchObject({ format: 'webp' });
    const again = await call(file.GET, {
      params: { id: added.id },
      cookie: member.cookie,
      headers: { 'if-none-match': whole.headers.get('etag') ?? '' },
    });
    expect(again.status).toBe(304);
  });

  it('a second time says so and changes nothing', async () => {
    const id = await newDomain('Twice');
    const bytes = await picture('#00ff00').jpeg().toBuffer();
    const first = await (await upload(id, bytes)).json();
    const response = await upload(id, bytes, 'another name.jpg');
    expect(response.status).toBe(200);
    expect(await response.json()).toMatchObject({ duplicate: true, image: { id: first.image.id } });
    expect((await detail(id)).trainCount).toBe(1);
  });

  it('as a probe keeps it out of training', async () => {
    const id = await newDomain('Probes');
    await upload(id, await picture('#0000ff').png().toBuffer(), 'p.png', 'probe');
    expect(await detail(id)).toMatchObject({ trainCount: 0, probeCount: 1 });
  });

  it('and deleting it takes it out of the domain', async () => {
    const id = await newDomain('Short');
    const added = await (await upload(id, await picture('#112233').png().toBuffer())).json();
    const response = await call(image.DELETE, {
      method: 'DELETE',
      params: { id: added.image.id },
      cookie: member.cookie,
    });
    expect(response.status).toBe(204);
    expect(await detail(id)).toMatchObject({ trainCount: 0, images: [] });
    expect((await call(file.GET, { params: { id: added.image.id }, cookie: member.cookie })).status).toBe(404);
  });
});

describe('a refused upload', () => {
  let id: string;
  beforeAll(async () => {
    id = await newDomain('Refused');
  });

  async function refused(response: Response, status: number): Promise<{ message: string; limit?: string }> {
    expect(response.status).toBe(status);
    expect(await detail(id)).toMatchObject({ trainCount: 0, probeCount: 0, images: [] });
    expect((await studio.stored()).filter((path) => path.startsWith('incoming'))).toEqual([]);
    return (await response.json()).error;
  }

  it('that is not an image', async () => {
    const svg = Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"/>');
    expect((await refused(await upload(id, svg, 'drawing.png'), 415)).message).toContain('SVG');
  });

  it('that is damaged', async () => {
    const whole = await picture('#445566', 200).jpeg().toBuffer();
    expect((await refused(await upload(id, whole.subarray(0, -80)), 422)).message).toContain('damaged');
  });

  it('that says it is too large, without reading it', async () => {
    const body = new ReadableStream<Uint8Array>(
      {
        pull: () => {
          throw new Error('the body was read');
        },
      },
      { highWaterMark: 0 },
    );
    const response = await call(images.POST, {
      path: `/api/domains/${id}/images?name=big.png`,
      params: { id },
      body,
      cookie: member.cookie,
      headers: { 'content-length': String(LIMITS.imageBytes + 1) },
    });
    expect((await refused(response, 413)).limit).toBe('30 MiB');
  });

  it('that turns out too large, as soon as it does', async () => {
    const piece = new Uint8Array(1024 * 1024);
    let sent = 0;
    const endless = new ReadableStream<Uint8Array>({
      pull(controller) {
        sent += piece.byteLength;
        controller.enqueue(piece);
      },
    });
    expect((await refused(await upload(id, endless), 413)).limit).toBe('30 MiB');
    expect(sent).toBeLessThan(LIMITS.imageBytes + 5 * piece.byteLength);
  });

  it('that breaks off', async () => {
    const whole = await picture('#778899').png().toBuffer();
    const broken = new ReadableStream<Uint8Array>({
      start(controller) {
        controller.enqueue(whole.subarray(0, 50));
        controller.error(new Error('the line broke'));
      },
    });
    await refused(await upload(id, broken), 500);
  });

  it('without a body, without a name, with an unknown role, into no domain', async () => {
    await refused(await upload(id, new Uint8Array()), 422);
    const bytes = await picture('#fff').png().toBuffer();
    await refused(await upload(id, bytes, ''), 422);
    await refused(await upload(id, bytes, 'a.png', 'judge'), 422);
    await refused(await upload('0190a0a0-0000-7000-8000-000000000000', bytes), 404);
  });
});
