import { type ChildProcess, spawn } from 'node:child_process';
import { createServer } from 'node:net';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

const ROOT = fileURLToPath(new URL('..', import.meta.url));
/** The first start on a busy two-core machine builds nothing (npm test has built), but seeds and starts everything. */
const READY_WITHIN = 240_000;

export interface Studio {
  url: string;
  /** The link that creates the owner; null once there is one. */
  setupLink: string | null;
  /** Everything the studio has printed so far. */
  output(): string;
  /** Ends as Ctrl-C does; resolves with the exit code. */
  stop(): Promise<number | null>;
  process: ChildProcess;
}

/** Starts the product itself, `npm start`'s own program, on a data folder and a free port of its own. */
export async function startStudio(dataDir: string, env: Record<string, string> = {}): Promise<Studio> {
  const port = env.PORT ?? String(await freePort());
  const child = spawn(process.execPath, ['--import', 'tsx', 'scripts/start.ts'], {
    cwd: ROOT,
    env: {
      ...process.env,
      DATABASE_URL: '',
      STUDIO_DATA: dataDir,
      PORT: port,
      NO_COLOR: '1',
      FORCE_COLOR: '0',
      ...env,
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const lines: string[] = [];
  const exited = new Promise<number | null>((resolve) => child.once('exit', (code) => resolve(code)));
  const link = new Promise<string>((resolve, reject) => {
    const read = (line: string) => {
      lines.push(line);
      const found = /ComboGAN Studio\s+(https?:\S+)/.exec(line);
      if (found?.[1]) resolve(found[1]);
    };
    for (const stream of [child.stdout, child.stderr]) createInterface({ input: stream }).on('line', read);
    void exited.then((code) => reject(new Error(`the studio ended with exit code ${code}:\n${lines.join('\n')}`)));
    setTimeout(
      () => reject(new Error(`no link within ${READY_WITHIN} ms:\n${lines.join('\n')}`)),
      READY_WITHIN,
    ).unref();
  });
  const address = await link;
  return {
    url: new URL(address).origin,
    setupLink: address.includes('/setup') ? address : null,
    output: () => lines.join('\n'),
    async stop() {
      if (child.exitCode === null) child.kill('SIGINT');
      return exited;
    },
    process: child,
  };
}

export function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      server.close(() =>
        address && typeof address === 'object' ? resolve(address.port) : reject(new Error('no port')),
      );
    });
  });
}
