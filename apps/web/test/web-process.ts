import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import type { WebEnv } from '../src/server/env.ts';

const MAIN = fileURLToPath(new URL('web-process-main.ts', import.meta.url));

export interface WebProcess {
  url: string;
  pid: number;
  /** Sends the signal and resolves with how the process ended. */
  end(signal: 'SIGTERM' | 'SIGKILL'): Promise<number | string | null>;
}

/** Starts the web server as a process of its own, without pages. Resolves when it listens. */
export async function startWebProcess(env: WebEnv): Promise<WebProcess> {
  const child: ChildProcess = spawn(process.execPath, ['--import', 'tsx', MAIN], {
    stdio: ['ignore', 'pipe', 'inherit'],
    env: {
      ...process.env,
      DATABASE_URL: env.databaseUrl,
      STUDIO_DATA: fileURLToPath(new URL('..', `file://${env.storageDir}/`)),
      AUTH_SECRET: env.authSecret,
      PORT: String(env.port),
      PUBLIC_URL: env.publicUrl,
      LOG_LEVEL: env.logLevel,
      WEBHOOK_PRIVATE: env.webhookPrivate ? '1' : '0',
    },
  });
  const ended = once(child, 'exit').then(([code, signal]) => signal ?? code);
  if (!child.stdout) throw new Error('its stdout is a pipe');
  const line = once(createInterface({ input: child.stdout }), 'line').then(([text]) => JSON.parse(text));
  const ready: { url: string; pid: number } = await Promise.race([
    line,
    ended.then((how) => Promise.reject(new Error(`the web process ended at once: ${how}`))),
  ]);
  return {
    url: ready.url,
    pid: ready.pid,
    end: (signal) => {
      child.kill(signal);
      return ended;
    },
  };
}
