/** The process that tries one engine: if the engine's native code crashes, only this process goes with it. */
import type { RunConfig } from '@combogan/contracts';
import { createRandom } from '@combogan/model';
import { firstState } from '../checkpoint/training-state.ts';
import type { Batch } from '../data/batches.ts';
import { messageOf } from '../errors.ts';
import { TrainingSession } from '../training/session.ts';
import { createEngine } from './create.ts';
import { ProbeRequest, type ProbeResult } from './probe-protocol.ts';
import { EngineUnavailable } from './unavailable.ts';

const DOMAINS = ['A', 'B'];

/** A batch of noise: the time of a step does not depend on what the images show. */
function noise(config: RunConfig, iteration: number): Batch {
  const images = DOMAINS.map((domain) => {
    const stream = createRandom(config.seed)(`probe.${domain}`, iteration);
    return Float32Array.from({ length: config.batch * 3 * config.size ** 2 }, () => 2 * stream.uniform() - 1);
  });
  return { iteration, pair: [0, 1], images: [images[0] ?? new Float32Array(), images[1] ?? new Float32Array()] };
}

async function probe({ engine: name, threads, config, iterations }: ProbeRequest): Promise<ProbeResult> {
  const engine = await createEngine(name, config, threads);
  const session = new TrainingSession(engine, config, DOMAINS, firstState(config, DOMAINS));
  const times: number[] = [];
  for (let iteration = 1; iteration <= iterations + 1; iteration++) {
    const batch = noise(config, iteration);
    const start = performance.now();
    const { losses } = await session.iterate(batch);
    times.push(performance.now() - start);
    if (!Object.values(losses).every((domain) => Object.values(domain).every(Number.isFinite)))
      return { ok: false, why: 'its results are not finite numbers', remedy: 'use another engine and report this' };
  }
  const [firstMs = 0, ...rest] = times;
  const memory = process.resourceUsage().maxRSS * 1024;
  return { ok: true, device: engine.device, threads: engine.threads, ms: Math.min(...rest), firstMs, memory };
}

process.once('message', async (message) => {
  const result = await probe(ProbeRequest.parse(message)).catch((error: unknown): ProbeResult => {
    if (error instanceof EngineUnavailable) return { ok: false, why: error.why, remedy: error.remedy };
    return { ok: false, why: messageOf(error), remedy: 'use another engine and report this' };
  });
  process.send?.(result, undefined, undefined, () => process.exit());
});
