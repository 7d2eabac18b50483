import type { ApiError } from '@combogan/contracts';
import { LIMITS } from '@combogan/contracts';
import { expect, test, vi } from 'vitest';
import { type SendFile, UploadQueue } from './upload-queue.ts';

const image = {
  id: '00000000-0000-4000-8000-000000000000',
  sha256: 'a'.repeat(64),
  name: 'x.png',
  role: 'train',
  width: 64,
  height: 64,
  bytes: 3,
  createdAt: '2026-01-01T00:00:00.000Z',
} as const;
const file = (name: string, bytes = 3) => new File([new Uint8Array(bytes)], name);

/** Sends under the test's control: each call waits until it is answered by name. */
function controlled() {
  const open = new Map<string, { answer: (duplicate?: boolean) => void; refuse: (error: unknown) => void }>();
  let most = 0;
  const send: SendFile = (sent, { signal, onProgress }) =>
    new Promise((resolve, reject) => {
      onProgress(1);
      signal.addEventListener('abort', () => reject(new Error('aborted')));
      open.set(sent.name, {
        answer: (duplicate = false) => {
          open.delete(sent.name);
          resolve({ image, duplicate });
        },
        refuse: (error) => {
          open.delete(sent.name);
          reject(error);
        },
      });
      most = Math.max(most, open.size);
    });
  return { send, open, most: () => most };
}

test('at most three files are under way at once, and all get through', async () => {
  const server = controlled();
  const queue = new UploadQueue(server.send);
  const names = Array.from({ length: 10 }, (_, i) => `${i}.png`);
  queue.add(
    names.map((name) => file(name)),
    'train',
  );
  for (const name of names) {
    await vi.waitFor(() => expect(server.open.has(name)).toBe(true));
    server.open.get(name)?.answer();
  }
  await vi.waitFor(() => expect(queue.busy).toBe(false));
  expect(server.most()).toBe(3);
  expect(queue.getView()).toMatchObject({ files: 10, settled: 10, added: 10, bytes: 30, sentBytes: 30, sending: [] });
});

test('D2: a refused file is listed with its reason, the others go through, duplicates are counted', async () => {
  const server = controlled();
  const queue = new UploadQueue(server.send);
  queue.add([file('a.svg'), file('b.png'), file('c.png')], 'train');
  const error: ApiError = { code: 'unsupported', message: 'SVG is not read' };
  server.open.get('a.svg')?.refuse(error);
  server.open.get('b.png')?.answer(true);
  server.open.get('c.png')?.answer();
  await vi.waitFor(() => expect(queue.busy).toBe(false));
  expect(queue.getView()).toMatchObject({ added: 1, duplicates: 1, refused: [{ name: 'a.svg', error, file: null }] });
  queue.add([file('d.png')], 'train');
  expect(queue.getView().refused).toHaveLength(1);
  queue.dismissRefused();
  expect(queue.getView().refused).toHaveLength(0);
});

test('D3: a file above the limit is refused without being sent', async () => {
  const send = vi.fn<SendFile>();
  const queue = new UploadQueue(send);
  queue.add([file('big.png', LIMITS.imageBytes + 1)], 'train');
  await vi.waitFor(() => expect(queue.getView().refused).toHaveLength(1));
  expect(queue.getView().refused[0]?.error).toMatchObject({ code: 'too_large', limit: '30 MiB' });
  expect(send).not.toHaveBeenCalled();
});

test('what only the connection kept back can be sent again', async () => {
  const server = controlled();
  const queue = new UploadQueue(server.send);
  queue.add([file('a.png')], 'train');
  server.open.get('a.png')?.refuse({ code: 'unavailable', message: 'no connection' });
  await vi.waitFor(() => expect(queue.getView().refused).toHaveLength(1));
  queue.retry('train');
  server.open.get('a.png')?.answer();
  await vi.waitFor(() => expect(queue.getView()).toMatchObject({ added: 1, refused: [] }));
});

test('told that it is too much at once, it waits and sends again', async () => {
  const server = controlled();
  const pause = vi.fn(async () => {});
  const queue = new UploadQueue(server.send, pause);
  queue.add([file('a.png')], 'train');
  server.open.get('a.png')?.refuse({ code: 'rate_limited', message: 'too many' });
  await vi.waitFor(() => expect(server.open.has('a.png')).toBe(true));
  server.open.get('a.png')?.answer();
  await vi.waitFor(() => expect(queue.getView()).toMatchObject({ added: 1, refused: [] }));
  expect(pause).toHaveBeenCalledOnce();
});

test('cancelling gives up the rest and counts nothing as refused', async () => {
  const server = controlled();
  const queue = new UploadQueue(server.send);
  queue.add([file('a.png'), file('b.png'), file('c.png'), file('d.png')], 'train');
  queue.cancel();
  expect(queue.busy).toBe(false);
  await Promise.resolve();
  expect(server.open.has('d.png')).toBe(false);
  expect(queue.getView()).toMatchObject({ files: 0, sending: [], refused: [] });
});
