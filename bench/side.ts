import { type ChildProcess, spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import type { RunConfig } from '@combogan/contracts';

/** What a side answers to its set-up. */
export interface Introduction {
  version: string;
  threads: number;
  /** Floating-point operations of our iteration's products and convolutions. */
  flops?: number;
}

/** Measurements of some iterations, in order. */
export interface Turn {
  wallMs: number[];
  cpuMs: number[];
  /** Largest resident memory of the process so far. */
  peakBytes: number;
  /** Bytes of arrays it holds after a garbage collection, where that was asked for. */
  heldBytes?: number;
  losses: Record<string, number>;
}

/**
 * One side of the comparison: a process that holds its networks and, when told to, runs iterations and measures them.
 * Speaks one JSON object a line on stdin and stdout, so that two sides can take turns.
 */
export class Side {
  readonly #child: ChildProcess;
  readonly #answers: AsyncIterator<string>;
  #errors = '';

  constructor(command: string, args: readonly string[]) {
    this.#child = spawn(command, args, { stdio: ['pipe', 'pipe', 'pipe'] });
    if (!this.#child.stdout || !this.#child.stderr) throw new Error(`${command} has no output`);
    this.#answers = createInterface(this.#child.stdout)[Symbol.asyncIterator]();
    this.#child.stderr.on('data', (text) => {
      this.#errors += text;
    });
  }

  setUp(config: RunConfig, threads: number): Promise<Introduction> {
    return this.#ask({ config, threads }) as Promise<Introduction>;
  }

  run(iterations: number): Promise<Turn> {
    return this.#ask({ iterations }) as Promise<Turn>;
  }

  /** Ends the process. */
  async close(): Promise<void> {
    if (this.#child.exitCode !== null) return;
    const closed = new Promise((resolve) => this.#child.once('close', resolve));
    this.#child.stdin?.end();
    await closed;
  }

  async #ask(message: unknown): Promise<unknown> {
    this.#child.stdin?.write(`${JSON.stringify(message)}\n`);
    const { value, done } = await this.#answers.next();
    if (done) throw new Error(`${this.#child.spawnfile} ended early:\n${this.#errors.trim()}`);
    return JSON.parse(value);
  }
}
