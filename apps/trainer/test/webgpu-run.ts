import type { DomainLosses } from '@combogan/contracts';
import { InferenceSession, Tensor } from 'onnxruntime-node';
import { createEngine } from '../src/engines/create.ts';
import type { StoredTensors } from '../src/engines/engine.ts';
import { SMALL_CONFIG, SMALL_KEYS, smallBatch, smallSession, waves } from './small-run.ts';

/** What was seen of the device from one iteration to the next. */
interface Residence {
  /** Weights and moments that were fed from the device, of all that were fed. */
  fedFromDevice: number;
  fed: number;
  /** Device tensors that exist after the iteration. */
  alive: number;
}

export interface SmallRun {
  /** By iteration and domain. */
  losses: Record<string, DomainLosses>[];
  states: StoredTensors[];
  translation: Float32Array;
  residence: Residence[];
}

/** Counts the device tensors that ONNX Runtime hands out and takes back. */
function watchDevice() {
  const seen = { fedFromDevice: 0, fed: 0, alive: 0 };
  const dispose = Tensor.prototype.dispose;
  Tensor.prototype.dispose = function (this: Tensor) {
    if (this.location === 'gpu-buffer') seen.alive--;
    dispose.call(this);
  };
  const watch = (session: InferenceSession): InferenceSession => {
    const run = session.run.bind(session);
    session.run = async (feeds: InferenceSession.FeedsType, ...rest: never[]) => {
      const trained = Object.entries(feeds).filter(([name]) => /^[AB]\.(en|de|disc)/.test(name) && !/mask/.test(name));
      seen.fed = trained.length;
      seen.fedFromDevice = trained.filter(([, tensor]) => tensor.location === 'gpu-buffer').length;
      const results = await run(feeds, ...rest);
      seen.alive += Object.values(results).filter(({ location }) => location === 'gpu-buffer').length;
      return results;
    };
    return session;
  };
  const create = InferenceSession.create.bind(InferenceSession) as (...args: unknown[]) => Promise<InferenceSession>;
  InferenceSession.create = async (...args: unknown[]) => watch(await create(...args));
  return seen;
}

/** Trains the small run for some iterations on an engine and translates with what came out. */
export async function smallRun(engineName: 'compiled-cpu' | 'compiled-webgpu', iterations: number): Promise<SmallRun> {
  const seen = watchDevice();
  const engine = await createEngine(engineName, SMALL_CONFIG, 2);
  const session = smallSession(engine);
  const losses = [];
  const residence: Residence[] = [];
  for (let iteration = 1; iteration <= iterations; iteration++) {
    losses.push((await session.iterate(smallBatch(SMALL_CONFIG, iteration))).losses);
    residence.push({ ...seen });
  }
  const images = waves(SMALL_CONFIG, 'translated', 0);
  const latent = await engine.encode(0, { data: images, dims: [1, 3, SMALL_CONFIG.size, SMALL_CONFIG.size] });
  const { data: translation } = await engine.decode(1, latent);
  const states = [];
  for (const domain of SMALL_KEYS.keys()) states.push(await engine.tensors(domain));
  await engine.dispose();
  return { losses, states, translation, residence };
}
