import { closeSync, fsyncSync, ftruncateSync, mkdirSync, openSync, readFileSync, writeSync } from 'node:fs';
import { dirname } from 'node:path';
import { z } from 'zod';
import { systemCode } from '../errors.ts';
import type { TrainingEvent } from './events.ts';

const Line = z.object({ event: z.string(), iteration: z.int().optional() });

/** Length in bytes of the leading lines that belong to iterations up to `iteration`. */
export function keptLength(log: Buffer, iteration: number): number {
  let start = 0;
  for (let end = log.indexOf(10); end !== -1; end = log.indexOf(10, start)) {
    const line = parsed(log.toString('utf8', start, end));
    const ending = line?.event === 'done' || line?.event === 'failed' || line?.event === 'stopped';
    if (!line || (!ending && (line.iteration ?? 0) > iteration)) break;
    start = end + 1;
  }
  return start;
}

function parsed(text: string): z.infer<typeof Line> | undefined {
  try {
    return Line.safeParse(JSON.parse(text)).data;
  } catch {
    return undefined;
  }
}

/** A run's log.ndjson: one event a line, each iteration once, however often the run was killed and resumed. */
export class LogFile {
  readonly #descriptor: number;

  /**
   * @param after iterations completed: lines of later ones, left by a process that was killed after its last
   * checkpoint, are cut off, as they are about to be written again. Undefined starts an empty log.
   */
  constructor(path: string, after?: number) {
    mkdirSync(dirname(path), { recursive: true });
    let kept = 0;
    if (after !== undefined) {
      try {
        kept = keptLength(readFileSync(path), after);
      } catch (error) {
        if (systemCode(error) !== 'ENOENT') throw error;
      }
    }
    this.#descriptor = openSync(path, 'a');
    ftruncateSync(this.#descriptor, kept);
  }

  append(event: TrainingEvent): void {
    writeSync(this.#descriptor, `${JSON.stringify(event)}\n`);
  }

  /** Makes all lines durable. */
  sync(): void {
    fsyncSync(this.#descriptor);
  }

  close(): void {
    closeSync(this.#descriptor);
  }
}
