import { readFileSync } from 'node:fs';
import type { z } from 'zod';
import { writeFileAtomic } from './atomic.ts';

/** A small JSON file that may be lost at any time: what can't be read counts as never written. */
export function recall<T extends z.ZodType>(path: string, schema: T): z.output<T> | undefined {
  try {
    return schema.safeParse(JSON.parse(readFileSync(path, 'utf8'))).data;
  } catch {
    return undefined;
  }
}

/** Writes such a file, or leaves it when the disk does not let us. */
export function remember(path: string, value: unknown): void {
  try {
    writeFileAtomic(path, Buffer.from(`${JSON.stringify(value, null, 2)}\n`));
  } catch {
    // Next time it is found out again.
  }
}
