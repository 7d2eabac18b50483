import { z } from 'zod';
import { dim, red } from './terminal.ts';

const Line = z.looseObject({
  level: z.union([z.number(), z.string()]),
  msg: z.string(),
  err: z.looseObject({ message: z.string() }).optional(),
});

/** Pino's numbers of levels that are worth red. */
const WARN = 40;
const isBad = (level: number | string): boolean =>
  typeof level === 'number' ? level >= WARN : ['warn', 'error', 'fatal'].includes(level);

/**
 * A service's log line as people want to read it: JSON becomes message and details; answered requests are left out,
 * unless something was wrong with them. Null for what need not be shown.
 */
export function logLine(line: string): string | null {
  const parsed = Line.safeParse(tryJson(line));
  if (!parsed.success) return line.startsWith('{"event":"ready"') ? null : line;
  const { level, msg, err, time: _time, at: _at, requestId, pid: _pid, hostname: _host, ...details } = parsed.data;
  if (requestId && !isBad(level)) return null;
  const rest = Object.entries(details).map(
    ([key, value]) => `${key} ${typeof value === 'string' ? value : JSON.stringify(value)}`,
  );
  const text = [msg, ...(err ? [err.message] : [])].join(': ');
  return `${isBad(level) ? red(text) : text}${rest.length > 0 ? dim(`  ${rest.join(' · ')}`) : ''}`;
}

function tryJson(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    return null;
  }
}
