import { fork } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { type ProbeRequest, ProbeResult } from './probe-protocol.ts';

/** Longest that a probe may take, in milliseconds. */
const PROBE_WITHIN = 120_000;

/**
 * Tries an engine with a few iterations in a process of its own. Always resolves: an engine that crashes or hangs gives
 * a result that says so.
 */
export function probeEngine(request: ProbeRequest, within = PROBE_WITHIN): Promise<ProbeResult> {
  const child = fork(fileURLToPath(new URL('./probe-main.ts', import.meta.url)), {
    execArgv: ['--import', import.meta.resolve('tsx')],
    stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
  });
  return new Promise((resolve) => {
    let said = '';
    child.stderr?.on('data', (chunk: Buffer) => {
      said = `${said}${chunk}`.slice(-2000);
    });
    const finish = (result: ProbeResult): void => {
      clearTimeout(timer);
      child.kill('SIGKILL');
      resolve(result);
    };
    const fail = (why: string): void => finish({ ok: false, why, remedy: 'use another engine' });
    const timer = setTimeout(() => fail(`it gave no answer within ${within / 1000} s`), within);
    child.once('message', (message) => finish(ProbeResult.parse(message)));
    child.once('error', (error) => fail(error.message));
    child.once('exit', (code, signal) => {
      const last = said.trim().split('\n').at(-1) ?? '';
      fail(`it crashed (${signal ?? `code ${code}`})${last ? `: ${last.trim().slice(0, 200)}` : ''}`);
    });
    child.send(request);
  });
}
