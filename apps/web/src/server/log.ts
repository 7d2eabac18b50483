import { type DestinationStream, destination, type Logger, pino } from 'pino';

export type { Logger };

/** Fields that must never reach a log, wherever an object with them is logged. */
const SECRETS = ['password', 'token', 'attemptToken', 'authorization', 'cookie', 'secret'];

/** One JSON object a line, on stderr: stdout is for the line that says where the server listens. */
export function createLog(level: string, stream: DestinationStream = destination({ fd: 2, sync: true })): Logger {
  return pino(
    {
      level,
      base: undefined,
      timestamp: () => `,"at":"${new Date().toISOString()}"`,
      formatters: { level: (label) => ({ level: label }) },
      redact: { paths: SECRETS.flatMap((name) => [name, `*.${name}`, `*.*.${name}`]), censor: '[hidden]' },
    },
    stream,
  );
}
