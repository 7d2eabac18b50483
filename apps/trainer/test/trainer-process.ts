import { type ChildProcessWithoutNullStreams, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { vi } from 'vitest';
import { runCli } from '../src/cli/run-cli.ts';

const MAIN = fileURLToPath(new URL('../src/main.ts', import.meta.url));

/** Networks so small that an iteration takes some milliseconds. */
export const TINY = ['--size', '32', '--ngf', '4', '--ndf', '4', '--blocks', '1', '--discriminator-layers', '1'];

export interface Ended {
  code: number | null;
  stdout: string[];
  stderr: string[];
}

/** The trainer as a process of its own, as a person starts it. */
export class TrainerProcess {
  readonly child: ChildProcessWithoutNullStreams;
  readonly stdout: string[] = [];
  readonly stderr: string[] = [];
  readonly ended: Promise<Ended>;
  #onLine: (line: string) => void = () => undefined;

  constructor(args: readonly string[], env: NodeJS.ProcessEnv = {}) {
    this.child = spawn(process.execPath, ['--import', import.meta.resolve('tsx'), MAIN, ...args], {
      env: { ...process.env, ...env },
    });
    const lines = createInterface({ input: this.child.stdout });
    lines.on('line', (line) => {
      this.stdout.push(line);
      this.#onLine(line);
    });
    createInterface({ input: this.child.stderr }).on('line', (line) => this.stderr.push(line));
    this.ended = once(this.child, 'close').then(([code]) => ({ code, stdout: this.stdout, stderr: this.stderr }));
  }

  /** Calls back with each line of stdout as it comes. */
  onLine(listener: (line: string) => void): void {
    this.#onLine = listener;
  }
}

/** Runs the trainer to its end. */
export const trainer = (args: readonly string[], env?: NodeJS.ProcessEnv): Promise<Ended> =>
  new TrainerProcess(args, env).ended;

/** Runs a command line inside the test, for commands that end by themselves. */
export async function inProcess(args: readonly string[]): Promise<{ code: number; stdout: string; stderr: string }> {
  const written = { stdout: '', stderr: '' };
  const spies = (['stdout', 'stderr'] as const).map((stream) =>
    vi.spyOn(process[stream], 'write').mockImplementation((chunk) => {
      written[stream] += chunk.toString();
      return true;
    }),
  );
  try {
    return { code: await runCli(args), ...written };
  } finally {
    for (const spy of spies) spy.mockRestore();
  }
}
