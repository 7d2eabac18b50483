/** One start in a process of its own. Arguments: config, threads. Prints milliseconds. */
import { RunConfig } from '@combogan/contracts';
import { cachedGraph } from '../apps/trainer/src/engines/graph-cache.ts';
import { compileStep } from '../apps/trainer/src/engines/graphs.ts';
import { openSession } from '../apps/trainer/src/engines/onnx-session.ts';

const config = RunConfig.parse(JSON.parse(process.argv[2] ?? 'null'));
const [started, burned] = [performance.now(), process.cpuUsage()];
const onnx = cachedGraph('step-cpu', config, () => compileStep(config, 'cpu').onnx);
const graphMs = performance.now() - started;
const session = await openSession(onnx, { provider: 'cpu', threads: Number(process.argv[3]) });
const sessionMs = performance.now() - started - graphMs;
const { user, system } = process.cpuUsage(burned);
await session.release();
console.log(JSON.stringify({ graphMs, sessionMs, cpuMs: (user + system) / 1000 }));
