import { mkdirSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { LIMITS } from '@combogan/contracts';
import { Command } from 'commander';
import { type LoadedCheckpoint, loadCheckpoint } from '../checkpoint/load.ts';
import { decodeWhole } from '../data/decode.ts';
import { chooseEngine } from '../engines/choose.ts';
import { createEngine } from '../engines/create.ts';
import type { Engine } from '../engines/engine.ts';
import { ENGINE_CHOICES } from '../engines/names.ts';
import { messageOf, TrainerError } from '../errors.ts';
import { writeFileAtomic } from '../files/atomic.ts';
import { encodePng } from '../sheet/sample-sheet.ts';
import { CHECKPOINT_FOLDER } from '../training/job.ts';
import { outputNames } from '../translation/output-names.ts';
import { translateImage } from '../translation/translate-image.ts';
import { note } from './output.ts';
import { engineChoice, threadCount } from './train-request.ts';

interface TranslateOptions {
  run: string;
  from: string;
  to: string;
  out: string;
  engine: string;
  threads?: string;
}

const usage = (message: string): TrainerError => new TrainerError('usage', message);

/** Index of a domain by name. Throws a `usage` error that lists the names. */
function domainIndex(flag: string, name: string, keys: readonly string[]): number {
  const index = keys.indexOf(name);
  if (index === -1) throw usage(`${flag}: the run has no domain "${name}", only ${keys.join(', ')}`);
  return index;
}

async function runAt(folder: string): Promise<LoadedCheckpoint> {
  const loaded = await loadCheckpoint(join(folder, CHECKPOINT_FOLDER));
  if (!loaded) throw usage(`--run: ${folder} holds no checkpoint`);
  return loaded;
}

async function startEngine({ manifest, state }: LoadedCheckpoint, options: TranslateOptions): Promise<Engine> {
  const chosen = await chooseEngine(engineChoice(options.engine), threadCount(options.threads), note);
  const engine = await createEngine(chosen.engine, manifest.config, chosen.threads);
  for (const [index, { tensors }] of state.domains.entries()) engine.load(index, tensors);
  return engine;
}

async function translateCommand(inputs: string[], options: TranslateOptions): Promise<void> {
  const run = await runAt(resolve(options.run));
  const keys = run.manifest.domains.map(({ key }) => key);
  const source = domainIndex('--from', options.from, keys);
  const targets = options.to === 'all' ? [...keys.keys()] : [domainIndex('--to', options.to, keys)];
  // Every input is read before anything is written.
  const images = await Promise.all(
    inputs.map(async (input) => {
      try {
        return await decodeWhole(await readFile(input), LIMITS.imageSideKept);
      } catch (error) {
        throw usage(`${input}: ${messageOf(error)}`);
      }
    }),
  );
  const names = outputNames(inputs);
  const engine = await startEngine(run, options);
  for (const target of targets) mkdirSync(join(options.out, keys[target] ?? ''), { recursive: true });
  for (const [i, image] of images.entries())
    for await (const { target, image: translated } of translateImage(engine, image, source, targets)) {
      const path = join(options.out, keys[target] ?? '', `${names[i]}.png`);
      writeFileAtomic(path, await encodePng(translated));
      process.stdout.write(`${path}\n`);
    }
  await engine.dispose();
}

/** `trainer translate`: images of one domain into others, with the weights of a run's last checkpoint. */
export function translateProgram(): Command {
  return new Command('translate')
    .description('Translate images with a run trained here')
    .argument('<image...>', 'JPEG, PNG or WebP files')
    .requiredOption('--run <DIR>', 'folder of the run')
    .requiredOption('--from <NAME>', 'domain that the images are of')
    .option('--to <NAME>', 'domain to translate into, or all; its own gives the autoencoding', 'all')
    .requiredOption('--out <DIR>', 'folder for the translations: OUT/NAME/image.png')
    .option('--engine <name>', `one of ${ENGINE_CHOICES.join(', ')}`, 'auto')
    .option('--threads <number>', 'threads to compute with (default: one per core)')
    .action(translateCommand);
}
