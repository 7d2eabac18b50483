import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { fileURLToPath } from 'node:url';
import { listen } from '@combogan/db';
import type { MakeHandler } from '../server/start-web.ts';
import * as images from '../src/app/api/trainer/images/[sha256]/route.ts';
import * as artifacts from '../src/app/api/trainer/runs/[id]/artifacts/[kind]/route.ts';
import * as checkpoint from '../src/app/api/trainer/runs/[id]/checkpoint/route.ts';
import type { RouteHandler } from '../src/server/route.ts';
import type { Studio } from './studio.ts';

const MAIN = fileURLToPath(new URL('../../trainer/src/main.ts', import.meta.url));

const ROUTES: [method: string, path: RegExp, handler: RouteHandler][] = [
  ['GET', /^\/api\/trainer\/images\/(?<sha256>\w+)$/, images.GET],
  ['PUT', /^\/api\/trainer\/runs\/(?<id>[\w-]+)\/artifacts\/(?<kind>\w+)$/, artifacts.PUT],
  ['GET', /^\/api\/trainer\/runs\/(?<id>[\w-]+)\/checkpoint$/, checkpoint.GET],
];

/** Serves the trainer's own routes over HTTP, as Next would. */
export const trainerRoutes: MakeHandler = async () => ({
  handler: async (request, response) => {
    const url = new URL(request.url ?? '/', `http://${request.headers.host}`);
    for (const [method, path, handler] of ROUTES) {
      const params = request.method === method ? path.exec(url.pathname)?.groups : undefined;
      if (!params) continue;
      const body = method === 'GET' ? undefined : (Readable.toWeb(request) as ReadableStream<Uint8Array>);
      const init: RequestInit & { duplex: 'half' } = { method, body, duplex: 'half' };
      init.headers = request.headers as Record<string, string>;
      const answer = await handler(new Request(url, init), { params: Promise.resolve({ ...params }) });
      response.writeHead(answer.status, Object.fromEntries(answer.headers));
      await pipeline(answer.body ? Readable.fromWeb(answer.body as never) : Readable.from([]), response);
      return;
    }
    response.writeHead(404).end();
  },
  close: async () => {},
});

export interface RealTrainer {
  /** Its row. */
  id: string;
  process: ChildProcess;
  /** Sends a signal; resolves with the exit code once it has gone. */
  end(signal: NodeJS.Signals): Promise<number | null>;
}

/** Starts the trainer's own program, with one thread, in the service of the studio. */
export async function startTrainer(studio: Studio, cache: string): Promise<RealTrainer> {
  const { id, token } = await studio.trainer();
  const options = ['--url', studio.url, '--engine', 'compiled-cpu', '--threads', '1', '--cache', cache];
  const child = spawn(process.execPath, ['--import', import.meta.resolve('tsx'), MAIN, 'connect', ...options], {
    env: { ...process.env, TRAINER_TOKEN: token },
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  return {
    id,
    process: child,
    async end(signal) {
      if (child.exitCode !== null || child.signalCode !== null) return child.exitCode;
      const gone = once(child, 'exit');
      child.kill(signal);
      const [code] = await gone;
      return code as number | null;
    },
  };
}

/** Resolves once `question` says yes; asks again at every change that the database tells of. */
export async function until(studio: Studio, question: () => Promise<boolean>): Promise<void> {
  let changed = () => {};
  const feed = await listen(studio.services.env.databaseUrl, () => changed());
  try {
    for (;;) {
      const change = new Promise<void>((resolve) => {
        changed = resolve;
      });
      if (await question()) return;
      await change;
    }
  } finally {
    await feed.close();
  }
}
