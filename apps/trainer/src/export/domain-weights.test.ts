import { createHash } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { WeightsManifest } from '@combogan/contracts';
import { createRandom, parameterCounts } from '@combogan/model';
import { InferenceSession, Tensor } from 'onnxruntime-node';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { SMALL_CONFIG, SMALL_KEYS, smallBatch, smallSession } from '../../test/small-run.ts';
import { temporaryFolder } from '../../test/temporary.ts';
import { createEngine } from '../engines/create.ts';
import type { Engine } from '../engines/engine.ts';
import { openSafetensors } from '../safetensors/read.ts';
import { type WeightsAbout, writeDomainWeights } from './domain-weights.ts';
import { readZip } from './unzip.ts';

const folder = temporaryFolder();

describe('a weights zip per domain', () => {
  let engine: Engine;
  const zips: Map<string, Buffer>[] = [];
  const about = (domain: string): WeightsAbout => ({
    domain,
    domains: SMALL_KEYS,
    iteration: 6,
    config: SMALL_CONFIG,
    run: null,
    engine: 'compiled-cpu',
    createdAt: '2026-01-02T03:04:05.000Z',
  });

  beforeAll(async () => {
    engine = await createEngine('compiled-cpu', SMALL_CONFIG, 2);
    const session = smallSession(engine);
    for (let iteration = 1; iteration <= 6; iteration++) await session.iterate(smallBatch(SMALL_CONFIG, iteration));
    for (const [index, key] of SMALL_KEYS.entries()) {
      const path = join(folder, `${key}.zip`);
      const { sha256, bytes } = await writeDomainWeights(path, await engine.tensors(index), about(key));
      const file = readFileSync(path);
      expect({ sha256, bytes }).toEqual({
        sha256: createHash('sha256').update(file).digest('hex'),
        bytes: file.byteLength,
      });
      zips.push(await readZip(path));
    }
  });
  afterAll(() => engine.dispose());

  const member = (domain: number, name: string): Buffer => zips[domain]?.get(name) ?? Buffer.alloc(0);

  test.each([
    [1, 32, 32],
    [2, 48, 64],
    [1, 36, 100],
  ])(
    'G5: encoder.onnx of one domain and decoder.onnx of another translate as the trainer does: %i of %i x %i',
    async (batch, height, width) => {
      const stream = createRandom(8)('image', height);
      const data = Float32Array.from({ length: batch * 3 * height * width }, () => 2 * stream.uniform() - 1);
      for (const [from, to] of [
        [0, 2],
        [2, 1],
      ] as const) {
        const encoder = await InferenceSession.create(member(from, 'encoder.onnx'));
        const decoder = await InferenceSession.create(member(to, 'decoder.onnx'));
        const { latent } = await encoder.run({ image: new Tensor('float32', data, [batch, 3, height, width]) });
        expect(latent?.dims).toEqual([batch, 4 * SMALL_CONFIG.ngf, height / 4, width / 4]);
        const { image } = await decoder.run({ latent: latent as Tensor });
        expect(image?.dims).toEqual([batch, 3, height, width]);
        const own = await engine.decode(to, await engine.encode(from, { data, dims: [batch, 3, height, width] }));
        const theirs = image?.data as Float32Array;
        const worst = own.data.reduce(
          (most, value, i) => Math.max(most, Math.abs(value - (theirs[i] ?? Number.NaN))),
          0,
        );
        expect(worst).toBeLessThan(1e-4);
      }
    },
  );

  test('holds four files, and a manifest with the hash of the others', () => {
    for (const [index, key] of SMALL_KEYS.entries()) {
      const files = [...(zips[index]?.keys() ?? [])];
      expect(files).toEqual(['encoder.onnx', 'decoder.onnx', 'weights.safetensors', 'manifest.json']);
      const manifest = WeightsManifest.parse(JSON.parse(member(index, 'manifest.json').toString()));
      expect(manifest).toMatchObject(about(key));
      expect(manifest.files).toEqual(
        Object.fromEntries(
          files.slice(0, 3).map((name) => [name, createHash('sha256').update(member(index, name)).digest('hex')]),
        ),
      );
    }
  });

  test('weights.safetensors holds every parameter of the three networks, kernels as [out, in, height, width]', async () => {
    const path = join(folder, 'weights.safetensors');
    writeFileSync(path, member(1, 'weights.safetensors'));
    const file = openSafetensors(path);
    const tensors = new Map(file.names.map((name) => [name, file.read(name)]));
    file.close();
    for (const [network, count] of Object.entries(parameterCounts(SMALL_CONFIG))) {
      const own = [...tensors].filter(([name]) => name.startsWith(`${network}.`));
      expect(own.reduce((sum, [, { data }]) => sum + data.length, 0)).toBe(count);
    }
    expect(tensors.get('encoder.down1.weight')?.shape).toEqual([8, 4, 3, 3]);
    // Transposed convolutions lie as [in, out, height, width], as in PyTorch.
    expect(tensors.get('decoder.up1.weight')?.shape).toEqual([16, 8, 4, 4]);
    const trained = await engine.tensors(1);
    for (const [name, { data }] of tensors) expect(data).toEqual(trained[name]);
  });

  test('the same weights give the same bytes', async () => {
    const path = join(folder, 'again.zip');
    await writeDomainWeights(path, await engine.tensors(0), about('A'));
    expect(readFileSync(path).equals(readFileSync(join(folder, 'A.zip')))).toBe(true);
  });
});
