import { spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { mkdir, mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import type { Server } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { RunAssignment, RunState } from '@combogan/contracts';
import { appendEvents, claimRun, createToken, trainerSeen, transitionRun } from '@combogan/db';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createHttp, listenOn } from '../../../apps/web/server/http.ts';
import { allRoutes } from '../../../apps/web/src/server/openapi/all-routes.ts';
import { artifactPath, writeWhole } from '../../../apps/web/src/server/storage.ts';
import { lossEvent, makeRun, sha256 } from '../../../apps/web/test/data.ts';
import { type Studio, startStudio } from '../../../apps/web/test/studio.ts';

const MAIN = fileURLToPath(new URL('../src/main.ts', import.meta.url));

let studio: Studio;
let folder: string;
let http: Server;
let url: string;
let token: string;
/** Requests to come whose connection is cut after so many bytes of the answer. */
let cuts: number[] = [];
let trainer: { id: string };
beforeAll(async () => {
  studio = await startStudio();
  folder = await mkdtemp(join(tmpdir(), 'client-'));
  http = await serveRoutes();
  const { db } = studio.services;
  token = (await createToken(db, (await studio.signIn('member')).id, { name: 'cli', scope: 'write', days: 1 })).token;
  trainer = await studio.trainer();
  await trainerSeen(db, trainer.id, null, true);
});
afterAll(async () => {
  http.close();
  http.closeAllConnections();
  await studio.close();
  await rm(folder, { recursive: true, force: true });
});

/** The studio's routes over real HTTP, as the web process serves them, with a line that can break. */
async function serveRoutes(): Promise<Server> {
  const routes = (await allRoutes()).map((route) => ({
    ...route,
    regex: new RegExp(`^${route.path.replace(/[:*](\w+)/g, '(?<$1>[^/]+)')}$`),
  }));
  const server = createHttp(
    async (request, response) => {
      const { pathname } = new URL(request.url ?? '/', 'http://x');
      const route = routes.find(({ method, regex }) => method === request.method && regex.test(pathname));
      const params = Object.entries(route?.regex.exec(pathname)?.groups ?? {});
      if (!route) return void response.writeHead(404).end();
      const headers = new Headers(Object.entries(request.headers).map(([name, value]) => [name, String(value)]));
      const body = request.method === 'GET' ? undefined : request;
      const init = { method: request.method, headers, body, duplex: 'half' } as unknown as RequestInit;
      const answer = await route.handler(new Request(`http://${request.headers.host}${request.url}`, init), {
        params: Promise.resolve(Object.fromEntries(params.map(([name, value]) => [name, decodeURIComponent(value)]))),
      });
      const content = Buffer.from(await answer.arrayBuffer());
      response.writeHead(answer.status, Object.fromEntries(answer.headers));
      const cut = pathname.includes('/weights/') ? cuts.shift() : undefined;
      if (cut === undefined) return void response.end(content);
      response.write(content.subarray(0, cut), () => request.socket.destroy());
    },
    { log: studio.services.log, trustProxy: false },
  );
  const port = await listenOn(server, { host: '127.0.0.1', port: 0 });
  url = `http://127.0.0.1:${port}`;
  return server;
}

async function studioCommand(
  args: string[],
  env: NodeJS.ProcessEnv = { STUDIO_URL: url, STUDIO_TOKEN: token },
  input = '',
) {
  const child = spawn(process.execPath, ['--import', 'tsx', MAIN, ...args], {
    env: { PATH: process.env.PATH, XDG_CONFIG_HOME: join(folder, 'config'), ...env },
  });
  let out = '';
  let err = '';
  child.stdout.on('data', (chunk) => {
    out += chunk;
  });
  child.stderr.on('data', (chunk) => {
    err += chunk;
  });
  child.stdin.end(input);
  const [code] = await once(child, 'close');
  return {
    code,
    out,
    err,
    lines: out
      .trim()
      .split('\n')
      .filter(Boolean)
      .map((line) => (line.startsWith('{') ? JSON.parse(line) : line)),
  };
}

/** A run that a trainer holds, and how it goes on. */
async function heldRun(id?: string) {
  const { db } = studio.services;
  const runId = id ?? (await makeRun(studio.services)).id;
  const claimed: RunAssignment | null = await claimRun(db, trainer.id);
  if (claimed?.runId !== runId) throw new Error('another run was claimed');
  const attempt = { runId, attemptToken: claimed.attemptToken };
  await transitionRun(db, trainer.id, { ...attempt, to: 'running' });
  const keys: [string, string] = [claimed.domains[0]?.key ?? '', claimed.domains[1]?.key ?? ''];
  let written = 0;
  return {
    runId,
    keys,
    grow: async (count: number) => {
      const events = Array.from({ length: count }, (_, at) => lossEvent(written + at + 1, written + at + 1, keys));
      written += count;
      await appendEvents(db, trainer.id, { ...attempt, events });
    },
    weights: async (content: Buffer) => {
      const { storageDir } = studio.services.env;
      await writeWhole(storageDir, artifactPath(storageDir, 'weights', sha256(content)), content);
      written += 1;
      const event = {
        kind: 'weights' as const,
        domain: keys[0],
        iteration: 1,
        sha256: sha256(content),
        bytes: content.byteLength,
      };
      await appendEvents(db, trainer.id, { ...attempt, events: [{ seq: written, event }] });
    },
    end: async (to: 'finished' | 'failed' | 'cancelled') => {
      if (to === 'finished') await transitionRun(db, trainer.id, { ...attempt, to: 'finishing' });
      const failure = to === 'failed' ? { code: 'diverged' as const, message: 'diverged at iteration 4' } : undefined;
      await transitionRun(db, trainer.id, { ...attempt, to, failure });
    },
  };
}

describe('P2: from the command line', () => {
  it('a run goes from images to weights', async () => {
    const images = join(folder, 'images');
    await mkdir(images);
    for (let n = 0; n < 3; n += 1)
      await sharp({ create: { width: 32, height: 32, channels: 3, background: { r: n * 80, g: 9, b: 9 } } })
        .png()
        .toFile(join(images, `${n}.png`));
    await writeFile(join(images, 'broken.jpg'), 'no image');
    for (const name of ['Cli photos', 'Cli drawings']) {
      expect((await studioCommand(['create-domain', name])).code).toBe(0);
      const uploaded = await studioCommand(['--json', 'upload', name, images]);
      expect(uploaded.code).toBe(1);
      expect(uploaded.lines.filter(({ image }) => image)).toHaveLength(3);
      expect(uploaded.lines.find(({ error }) => error)).toMatchObject({ error: { code: 'unsupported' } });
    }
    const listed = await studioCommand(['--json', 'domains']);
    expect(listed.lines).toContainEqual(expect.objectContaining({ name: 'Cli photos', trainCount: 3 }));
    const again = await studioCommand(['upload', 'Cli photos', join(images, '0.png')]);
    expect([again.code, again.err]).toEqual([0, 'Cli photos: 0 added, 1 were there, 0 refused\n']);

    const args = ['launch', '--name', 'By script', '--domain', 'Cli photos', '--domain', 'Cli drawings'];
    const launched = await studioCommand([...args, '--set', 'iterations=40', '--set', 'lambdaIdentity=0.5']);
    expect([launched.code, launched.err]).toEqual([0, '']);
    const run = await heldRun(launched.out.trim());
    const following = studioCommand(['follow', 'By script', '--only', 'iteration']);
    for (let n = 0; n < 8; n += 1) await run.grow(5);
    await run.weights(randomBytes(200_000));
    await run.end('finished');
    const { code, lines } = await following;
    expect(code).toBe(0);
    expect(lines.map(({ iteration }) => iteration)).toEqual(Array.from({ length: 40 }, (_, n) => n + 1));

    // the line breaks twice; the download goes on by Range
    cuts = [70_000, 50_000];
    const out = join(folder, 'weights');
    const downloaded = await studioCommand(['--json', 'download', 'By script', '--out', out]);
    expect([downloaded.code, cuts]).toEqual([0, []]);
    const [{ path, sha256: says }] = downloaded.lines;
    expect(sha256(await readFile(path))).toBe(says);
    expect((await studioCommand(['--json', 'download', 'By script', '--out', out])).lines[0]).toMatchObject({
      present: true,
    });
    // a part left by a killed command that is of other content is not glued to ours
    await writeFile(`${path}.part`, randomBytes(200_000));
    await rm(path);
    const glued = await studioCommand(['download', 'By script', '--out', out]);
    expect([glued.code, glued.err]).toEqual([1, expect.stringContaining('SHA-256 differs')]);
    await expect(stat(`${path}.part`)).rejects.toThrow('ENOENT');
  });

  it.each<[Extract<RunState, 'failed' | 'cancelled'>, number]>([
    ['failed', 3],
    ['cancelled', 4],
  ])('a run that ends as %s makes follow exit with %i', async (state, code) => {
    const run = await heldRun();
    await run.grow(3);
    await run.end(state);
    const followed = await studioCommand(['follow', run.runId, '--after', '4']);
    expect(followed.code).toBe(code);
    expect(followed.lines.at(-1)).toMatchObject({ event: 'state', state });
    expect(followed.lines[0].seq).toBe(5);
    expect((await studioCommand(['follow', run.runId, '--after', '6'])).code).toBe(code);
  });

  it('says in one line what is wrong', async () => {
    const wrong = async (args: string[], env?: NodeJS.ProcessEnv) => {
      const { code, out, err } = await studioCommand(args, env);
      expect([code, out]).toEqual([1, '']);
      expect(err.trim().split('\n')).toHaveLength(1);
      return err;
    };
    const launch = ['launch', '--name', 'x', '--domain', 'Cli photos'];
    const bad = [...launch, '--domain', 'Cli drawings', '--set', 'size=7'];
    const said = await Promise.all([
      wrong(['runs'], {}),
      wrong(['runs'], { STUDIO_URL: url, STUDIO_TOKEN: 'cgs_guessed' }),
      wrong(['cancel', 'Nothing']),
      wrong(['upload', 'Nothing', MAIN]),
      wrong(launch),
      wrong(bad),
    ]);
    expect(said).toEqual([
      expect.stringContaining('STUDIO_URL'),
      expect.stringContaining('unknown, revoked or expired'),
      'There is no run "Nothing".\n',
      'There is no domain "Nothing".\n',
      expect.stringContaining('at least 2 domains'),
      expect.stringContaining('config.size'),
    ]);
    const json = await studioCommand(['--json', ...bad]);
    expect(json.lines[0]).toMatchObject({ error: { code: 'invalid', field: 'config.size' } });
  });

  it('login keeps a token that works, for this user alone', async () => {
    const kept = await studioCommand(['login', '--url', url], {}, `${token}\n`);
    expect([kept.code, kept.out]).toEqual([0, expect.stringContaining('(member)')]);
    const file = join(folder, 'config', 'combogan-studio', 'client.json');
    expect((await stat(file)).mode & 0o777).toBe(0o600);
    expect((await studioCommand(['domains'], {})).code).toBe(0);
    expect((await studioCommand(['login', '--url', url], {}, 'cgs_wrong\n')).code).toBe(1);
    // what is kept for one studio is not sent to another
    expect((await studioCommand(['domains'], { STUDIO_URL: 'http://127.0.0.1:9' })).err).toContain('STUDIO_TOKEN');
  });
});
