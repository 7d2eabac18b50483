/** The process that tries one engine: if the engine's native code crashes, only this process goes with it. */
import { messageOf } from '../errors.ts';
import { createEngine } from './create.ts';
import { ProbeRequest, type ProbeResult } from './probe-protocol.ts';
import { CHECK_CONFIG, noiseBatch, noiseSession, signatureOf } from './signature.ts';
import { EngineUnavailable } from './unavailable.ts';

/** Times of the iterations in milliseconds, the compiling first one included. */
async function times({ engine: name, threads, timed }: ProbeRequest): Promise<number[]> {
  if (!timed) return [];
  const engine = await createEngine(name, timed.config, threads);
  const session = noiseSession(engine, timed.config);
  const taken: number[] = [];
  for (let iteration = 1; iteration <= timed.iterations + 1; iteration++) {
    const batch = noiseBatch(timed.config, iteration);
    const start = performance.now();
    await session.iterate(batch);
    taken.push(performance.now() - start);
  }
  return taken;
}

async function probe(request: ProbeRequest): Promise<ProbeResult> {
  const checked = await createEngine(request.engine, CHECK_CONFIG, request.threads);
  const signature = await signatureOf(checked);
  const { device, threads } = checked;
  await checked.dispose();
  if (!signature.flat().every(Number.isFinite))
    return { ok: false, why: 'its results are not finite numbers', remedy: 'use another engine and report this' };
  const [firstMs = null, ...rest] = await times(request);
  const memory = process.resourceUsage().maxRSS * 1024;
  return { ok: true, device, threads, signature, ms: rest.length > 0 ? Math.min(...rest) : null, firstMs, memory };
}

process.once('message', async (message) => {
  const result = await probe(ProbeRequest.parse(message)).catch((error: unknown): ProbeResult => {
    if (error instanceof EngineUnavailable) return { ok: false, why: error.why, remedy: error.remedy };
    return { ok: false, why: messageOf(error), remedy: 'use another engine and report this' };
  });
  process.send?.(result, undefined, undefined, () => process.exit());
});
