import { type ChildProcess, spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { logLine } from './log-line.ts';
import { ROOT } from './settings.ts';
import { dim } from './terminal.ts';

export interface Service {
  readonly exited: Promise<number | null>;
  stop(): Promise<void>;
}

/** How long a service may take to stop before it is killed: a checkpoint of many domains is the slowest thing it does. */
const STOP_WITHIN = 20_000;

/**
 * Starts a process of the studio and shows its output line by line behind its name.
 * It gets its own process group, so that Ctrl-C reaches only the supervisor, which stops services in order;
 * it is told of the supervisor's death by its IPC channel closing.
 */
export function startService(name: string, args: string[], env: Record<string, string>): Service {
  const child: ChildProcess = spawn(process.execPath, args, {
    cwd: ROOT,
    env: { ...process.env, ...env },
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
    detached: true,
  });
  for (const stream of [child.stdout, child.stderr])
    if (stream)
      createInterface({ input: stream }).on('line', (line) => {
        const shown = logLine(line);
        if (shown) console.log(`${dim(name.padEnd(8))}${shown}`);
      });
  const exited = new Promise<number | null>((resolve) => child.once('exit', (code) => resolve(code)));
  return {
    exited,
    async stop() {
      if (child.exitCode !== null || child.signalCode !== null) return;
      child.kill('SIGTERM');
      const timer = setTimeout(() => child.kill('SIGKILL'), STOP_WITHIN);
      await exited;
      clearTimeout(timer);
    },
  };
}
