import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { Command } from 'commander';
import { chooseEngine } from '../engines/choose.ts';
import { ENGINE_CHOICES } from '../engines/names.ts';
import { messageOf, TrainerError } from '../errors.ts';
import { cacheFolder } from '../files/cache-folder.ts';
import { onInterrupt } from './interrupt.ts';
import { IMAGE_BYTES } from './train.ts';
import { engineChoice, threadCount } from './train-request.ts';

interface ConnectOptions {
  url?: string;
  token?: string;
  tokenFile?: string;
  engine: string;
  threads?: string;
  cache?: string;
  name?: string;
}

const usage = (message: string): TrainerError => new TrainerError('usage', message);

function studioUrl(text: string | undefined): string {
  if (!text) throw usage('--url: say where the studio is: --url http://HOST:PORT, or STUDIO_URL in the environment');
  if (!URL.canParse(text) || !/^https?:$/.test(new URL(text).protocol))
    throw usage(`--url: "${text}" is not an http or https address`);
  return text;
}

function readToken({ token, tokenFile }: ConnectOptions): string {
  const from = tokenFile === undefined ? (token ?? process.env.TRAINER_TOKEN ?? '') : tokenIn(tokenFile);
  if (from.trim() === '')
    throw usage('--token-file: say which file holds the trainer token, or set TRAINER_TOKEN in the environment');
  return from.trim();
}

function tokenIn(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    throw usage(`--token-file: ${path} can't be read: ${messageOf(error)}`);
  }
}

async function connectCommand(options: ConnectOptions): Promise<void> {
  const url = studioUrl(options.url ?? process.env.STUDIO_URL);
  const token = readToken(options);
  const choice = engineChoice(options.engine);
  const threads = threadCount(options.threads);
  // Loaded when needed: other commands start without the connection's libraries.
  const { ConnectedTrainer } = await import('../connect/connected-trainer.ts');
  const { createLogger } = await import('../connect/logger.ts');
  const log = createLogger(options.name ? { trainer: options.name } : {});
  const engine = await chooseEngine(choice, threads, (message) => log.warn(message));
  log.info({ ...engine }, 'engine chosen');
  const trainer = new ConnectedTrainer({
    url,
    token,
    engine,
    cache: resolve(options.cache ?? cacheFolder()),
    imageBytes: IMAGE_BYTES,
    log,
  });
  const deaf = onInterrupt(
    () => {
      log.info('leaving');
      trainer.stop();
    },
    () => process.exit(1),
  );
  await trainer.serve().finally(deaf);
}

/** `trainer connect`: trains what a studio's queue holds. */
export function connectProgram(): Command {
  return new Command('connect')
    .description('Connect to a studio and train the runs of its queue')
    .option('--url <address>', 'address of the studio (or STUDIO_URL)')
    .option('--token-file <file>', 'file that holds the trainer token (or TRAINER_TOKEN)')
    .option('--token <token>', 'the trainer token itself; other users of this machine may see it')
    .option('--engine <name>', `one of ${ENGINE_CHOICES.join(', ')}`, 'auto')
    .option('--threads <number>', 'threads to compute with (default: one per core)')
    .option('--cache <DIR>', 'folder for images and measurements')
    .option('--name <name>', "this trainer's name in its own log")
    .action(connectCommand);
}
