import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { temporaryFolder } from '../../test/temporary.ts';
import type { StoredTensor } from './format.ts';
import { openSafetensors } from './read.ts';
import { safetensorsChunks } from './write.ts';

const path = join(temporaryFolder(), 'file.safetensors');

const tensor = fc.array(fc.integer({ min: 0, max: 5 }), { maxLength: 4 }).chain((shape) =>
  fc
    .array(fc.float(), {
      minLength: shape.reduce((a, b) => a * b, 1),
      maxLength: shape.reduce((a, b) => a * b, 1),
    })
    .map((values): StoredTensor => ({ shape, data: Float32Array.from(values) })),
);
const name = fc
  .string({ minLength: 1, maxLength: 20 })
  .filter((text) => text !== '__metadata__' && text !== '__proto__');

test('what is written is read back bit for bit, metadata included', () => {
  fc.assert(
    fc.property(fc.dictionary(name, tensor), fc.dictionary(name, fc.string()), (tensors, metadata) => {
      writeFileSync(path, Buffer.concat([...safetensorsChunks(Object.entries(tensors), metadata)]));
      for (const file of [openSafetensors(path), openSafetensors(readFileSync(path))]) {
        expect(file.names).toEqual(Object.keys(tensors));
        expect(file.metadata).toEqual({ ...metadata });
        for (const [key, { shape, data }] of Object.entries(tensors)) {
          const read = file.read(key);
          expect(read.shape).toEqual(shape);
          expect(Buffer.from(read.data.buffer, read.data.byteOffset, read.data.byteLength)).toEqual(
            Buffer.from(data.buffer, data.byteOffset, data.byteLength),
          );
        }
        file.close();
      }
    }),
    { numRuns: 60 },
  );
});

test('the layout is the published one', () => {
  const tensors: [string, StoredTensor][] = [['w', { shape: [2], data: Float32Array.of(1, -2) }]];
  const bytes = Buffer.concat([...safetensorsChunks(tensors)]);
  const length = Number(bytes.readBigUInt64LE());
  expect(length % 8).toBe(0);
  expect(JSON.parse(bytes.toString('utf8', 8, 8 + length))).toEqual({
    w: { dtype: 'F32', shape: [2], data_offsets: [0, 8] },
  });
  expect([bytes.readFloatLE(8 + length), bytes.readFloatLE(12 + length)]).toEqual([1, -2]);
});

test.each([
  ['a header beyond the end', Buffer.from([255, 255, 0, 0, 0, 0, 0, 0])],
  ['a header that is no JSON', Buffer.concat([Buffer.from([2, 0, 0, 0, 0, 0, 0, 0]), Buffer.from('hi')])],
  ['an empty file', Buffer.alloc(0)],
])('%s is refused', (_, bytes) => {
  writeFileSync(path, bytes);
  for (const file of [path, bytes]) expect(() => openSafetensors(file)).toThrow(/safetensors file/);
});

test('a file cut short is refused where it is read', () => {
  const tensors: [string, StoredTensor][] = [['w', { shape: [100], data: new Float32Array(100) }]];
  writeFileSync(path, Buffer.concat([...safetensorsChunks(tensors)]).subarray(0, 200));
  for (const file of [openSafetensors(path), openSafetensors(readFileSync(path))]) {
    expect(() => file.read('w')).toThrow('shorter than its header says');
    file.close();
  }
});
