import type { RunConfig } from '@combogan/contracts';
import { WeightsManifest } from '@combogan/contracts';
import {
  decoderParams,
  domainParams,
  encoderParams,
  type ParamSpec,
  storageOrder,
  storedShape,
  toLogical,
} from '@combogan/model';
import type { StoredTensors } from '../engines/engine.ts';
import { compileDecoder, compileEncoder } from '../engines/graphs.ts';
import { known, readParams } from '../engines/state-shapes.ts';
import { sha256 } from '../files/hash.ts';
import type { StoredTensor } from '../safetensors/format.ts';
import { safetensorsChunks } from '../safetensors/write.ts';
import { writeZip } from './zip-file.ts';

/** What a weights file says of where it comes from. */
export interface WeightsAbout {
  domain: string;
  /** Every domain of the run, in order. */
  domains: string[];
  iteration: number;
  config: RunConfig;
  run: WeightsManifest['run'];
  engine: string;
  /** ISO 8601. */
  createdAt: string;
}

type Network = 'encoder' | 'decoder';
const PARAMS = { encoder: encoderParams, decoder: decoderParams } as const;

/** A network's weights in logical order, to be baked into its ONNX file. */
const constantsOf = (network: Network, config: RunConfig, tensors: StoredTensors) =>
  Object.fromEntries(
    readParams(PARAMS[network](config)).map((spec) => {
      const stored = known(tensors, `${network}.${spec.name}`);
      return [spec.name, { shape: spec.shape, values: toLogical(stored, spec.shape, storageOrder(spec)) }];
    }),
  );

/** Encoder, decoder and discriminator without optimiser state, as PyTorch would store them. */
const weightTensors = (specs: readonly ParamSpec[], tensors: StoredTensors): [string, StoredTensor][] =>
  specs.map((spec) => [
    spec.name,
    { shape: storedShape(spec.shape, storageOrder(spec)), data: known(tensors, spec.name) },
  ]);

/** The files of a domain's weights zip, by name. The same weights and `about` give the same bytes. */
export function weightsFiles(tensors: StoredTensors, about: WeightsAbout): Map<string, Uint8Array> {
  const { config } = about;
  const files = new Map<string, Uint8Array>([
    ['encoder.onnx', compileEncoder({ config, constants: constantsOf('encoder', config, tensors) }).onnx],
    ['decoder.onnx', compileDecoder({ config, constants: constantsOf('decoder', config, tensors) }).onnx],
    [
      'weights.safetensors',
      Buffer.concat([
        ...safetensorsChunks(weightTensors(domainParams(config), tensors), {
          format: 'pt',
          domain: about.domain,
          iteration: String(about.iteration),
        }),
      ]),
    ],
  ]);
  const manifest = WeightsManifest.parse({
    format: 'combogan-weights',
    version: 1,
    ...about,
    files: Object.fromEntries([...files].map(([name, bytes]) => [name, sha256(bytes)])),
  });
  return files.set('manifest.json', Buffer.from(`${JSON.stringify(manifest, null, 2)}\n`));
}

/** Writes a domain's weights zip. Returns the file's SHA-256 and length in bytes. */
export const writeDomainWeights = (path: string, tensors: StoredTensors, about: WeightsAbout) =>
  writeZip(
    path,
    [...weightsFiles(tensors, about)].map(([name, bytes]) => ({ name, bytes })),
  );
