import { readFile } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { LIMITS } from '@combogan/contracts';
import { Command } from 'commander';
import { type DecodedImage, decodeWhole } from '../data/decode.ts';
import { chooseEngine } from '../engines/choose.ts';
import { createEngine } from '../engines/create.ts';
import type { Engine } from '../engines/engine.ts';
import { ENGINE_CHOICES } from '../engines/names.ts';
import { messageOf, TrainerError } from '../errors.ts';
import { writeFileAtomic } from '../files/atomic.ts';
import { isInside } from '../files/inside.ts';
import { makeFolder } from '../files/make-folder.ts';
import { cannotWrite } from '../files/problems.ts';
import { encodePng } from '../sheet/sample-sheet.ts';
import { type Input, listInputs } from '../translation/inputs.ts';
import { outputNames } from '../translation/output-names.ts';
import { loadTrainedRun, type TrainedRun } from '../translation/trained-run.ts';
import { translateImage } from '../translation/translate-image.ts';
import { count } from './format.ts';
import { tooLarge } from './memory-limit.ts';
import { note } from './output.ts';
import { engineChoice, threadCount } from './train-request.ts';

interface TranslateOptions {
  run: string;
  from: string;
  to: string;
  out: string;
  reconstruct: boolean;
  autoencode: boolean;
  longest?: string;
  engine: string;
  threads?: string;
}

/** An image to translate and the name, without ending, of its translations. */
interface Work {
  input: Input;
  name: string;
}

const usage = (message: string): TrainerError => new TrainerError('usage', message);

/** Index of a domain by name. Throws a `usage` error that lists the names. */
function domainIndex(flag: string, name: string, keys: readonly string[]): number {
  const index = keys.findIndex((key) => key.normalize('NFC') === name.normalize('NFC'));
  if (index === -1) throw usage(`${flag}: the run has no domain "${name}", only ${keys.join(', ')}`);
  return index;
}

/** The domains to decode into. `all` is every other one, as in the authors' code; `--autoencode` adds the source's own. */
function targetsOf({ from, to, autoencode }: TranslateOptions, keys: readonly string[]) {
  const source = domainIndex('--from', from, keys);
  const asked = to === 'all' ? [...keys.keys()].filter((index) => index !== source) : [domainIndex('--to', to, keys)];
  const targets = autoencode && !asked.includes(source) ? [...asked, source] : asked;
  if (targets.length === 0) throw usage(`--to: there is no domain here besides "${from}"`);
  return { source, targets };
}

function longestSide(text: string | undefined): number | undefined {
  if (text === undefined) return undefined;
  const pixels = Number(text);
  if (!Number.isInteger(pixels) || pixels < LIMITS.imageSideMin)
    throw usage(`--longest: must be a whole number from ${LIMITS.imageSideMin} on, not "${text}"`);
  return pixels;
}

/**
 * Reads every input before anything is written; their pixels are read again when it is their turn. What was found in a folder and is no
 * image is left out with a warning; what was named must be one.
 */
async function checked(inputs: readonly Input[], read: (path: string) => Promise<DecodedImage>): Promise<Work[]> {
  const readable: Input[] = [];
  for (const input of inputs) {
    try {
      await read(input.path);
      readable.push(input);
    } catch (error) {
      if (input.named) throw usage(`${input.path}: ${messageOf(error)}`);
      note(`warning: skipped ${input.path}: ${messageOf(error)}`);
    }
  }
  if (readable.length === 0) throw usage('none of the files is a readable image');
  const names = outputNames(readable.map(({ name }) => name));
  return readable.map((input, index) => ({ input, name: names[index] ?? '' }));
}

async function startEngine(run: TrainedRun, needed: readonly number[], options: TranslateOptions): Promise<Engine> {
  const chosen = await chooseEngine(engineChoice(options.engine), threadCount(options.threads), note);
  const engine = await createEngine(chosen.engine, run.config, chosen.threads);
  for (const index of new Set(needed)) engine.load(index, run.domains[index]?.tensors ?? {});
  return engine;
}

/** Writes an image, and says where. */
async function put(path: string, image: DecodedImage, inputs: ReadonlySet<string>): Promise<void> {
  if (inputs.has(resolve(path))) throw usage(`--out: ${path} is one of the images to translate`);
  const png = await encodePng(image);
  try {
    makeFolder(dirname(path));
    writeFileAtomic(path, png);
  } catch (error) {
    throw usage(cannotWrite('--out', path, error));
  }
  process.stdout.write(`${path}\n`);
}

async function translateCommand(paths: string[], options: TranslateOptions): Promise<void> {
  const run = await loadTrainedRun(resolve(options.run));
  const keys = run.domains.map(({ key }) => key);
  const { source, targets } = targetsOf(options, keys);
  const longest = longestSide(options.longest);
  for (const path of paths)
    if (isInside(resolve(options.out), resolve(path)))
      throw usage(`--out: ${options.out} lies in ${path}: the next time, translations would be translated`);
  const read = async (path: string): Promise<DecodedImage> => {
    const image = await decodeWhole(await readFile(path), longest);
    const { width, height } = image;
    if (Math.min(width, height) < LIMITS.imageSideMin)
      throw new Error(`would shrink to ${width} x ${height} pixels; the shorter side must keep ${LIMITS.imageSideMin}`);
    const problem = tooLarge(image, run.config);
    if (problem) throw new Error(problem);
    return image;
  };
  const work = await checked(await listInputs(paths), read);
  const sources = new Set(work.map(({ input }) => resolve(input.path)));
  note(
    `${run.from} of iteration ${count(run.iteration)}: ${keys[source]} to ${targets.map((target) => keys[target]).join(', ')}`,
  );
  const engine = await startEngine(run, [source, ...targets], options);
  for (const { input, name } of work)
    for await (const translated of translateImage(engine, await read(input.path), source, targets, options)) {
      const key = keys[translated.target] ?? '';
      await put(join(options.out, key, `${name}.png`), translated.image, sources);
      // A dot can't be part of a domain's name, so this is nobody else's folder.
      if (translated.reconstruction)
        await put(join(options.out, `${key}.reconstructed`, `${name}.png`), translated.reconstruction, sources);
    }
  await engine.dispose();
}

/** `trainer translate`: images of one domain into others, with the weights of a run's last checkpoint or its weights files. */
export function translateProgram(): Command {
  return new Command('translate')
    .description('Translate images with a run trained here, or with weights files')
    .argument('<image...>', 'JPEG, PNG or WebP files, or folders of them')
    .requiredOption('--run <DIR>', 'folder of the run, or of its weights files')
    .requiredOption('--from <NAME>', 'domain that the images are of')
    .option('--to <NAME>', 'domain to translate into, or all others', 'all')
    .requiredOption('--out <DIR>', 'folder for the translations: OUT/NAME/image.png')
    .option('--autoencode', 'also decode into the domain the images are of', false)
    .option('--reconstruct', 'also translate back, into OUT/NAME.reconstructed/image.png', false)
    .option('--longest <pixels>', 'shrink images whose longer side has more (default: their own size)')
    .option('--engine <name>', `one of ${ENGINE_CHOICES.join(', ')}`, 'auto')
    .option('--threads <number>', 'threads to compute with (default: one per core)')
    .action(translateCommand);
}
