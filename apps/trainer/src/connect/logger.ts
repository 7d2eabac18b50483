import pino, { type Logger } from 'pino';
import { z } from 'zod';

const Line = z.looseObject({
  level: z.number(),
  time: z.number(),
  msg: z.string().default(''),
  err: z.looseObject({ message: z.string() }).optional(),
});

const COLOURS: Record<string, string> = { warn: '\x1b[33m', error: '\x1b[31m', debug: '\x1b[2m' };
const RESET = '\x1b[0m';

/** A short line for people: time, what happened, and the details that matter. */
function shortLine(json: string): string {
  const { level, time, msg, err, pid: _pid, hostname: _host, ...rest } = Line.parse(JSON.parse(json));
  const name = pino.levels.labels[level] ?? 'info';
  const details = Object.entries(rest).map(
    ([key, value]) => `${key}=${typeof value === 'string' ? value : JSON.stringify(value)}`,
  );
  const colour = COLOURS[name] ?? '';
  const clock = new Date(time).toTimeString().slice(0, 8);
  const tail = [...details, ...(err ? [err.message] : [])].join('  ');
  return `\x1b[2m${clock}${RESET} ${colour}${msg}${colour ? RESET : ''}${tail ? `  \x1b[2m${tail}${RESET}` : ''}\n`;
}

/** The log of a connected trainer, on stdout: JSON lines, or short lines on a terminal. Nothing secret goes in. */
export function createLogger(bindings: Record<string, string>): Logger {
  const options = { level: process.env.LOG_LEVEL ?? 'info', base: bindings };
  if (!process.stdout.isTTY) return pino(options);
  return pino(options, { write: (json: string) => void process.stdout.write(shortLine(json)) });
}
