import { availableParallelism } from 'node:os';
import { resolve } from 'node:path';
import { CONFIG_FIELDS, DomainKey, LIMITS, type RunConfig, type RunConfigInput } from '@combogan/contracts';
import { ENGINE_CHOICES, type EngineChoice, isEngineChoice } from '../engines/names.ts';
import { TrainerError } from '../errors.ts';
import { isInside } from '../files/inside.ts';
import { flagOf, wholeConfig } from './config-flags.ts';
import { readLocalRun } from './local-run.ts';

/** `--domain NAME=FOLDER`, with the folder absolute. */
export interface DomainFolder {
  key: string;
  folder: string;
  /** Stays as the run that is extended left it. */
  frozen?: boolean | undefined;
}

/** What `train` was asked to do, checked as far as possible without reading images. */
export interface TrainRequest {
  folder: string;
  resume: boolean;
  /** Checkpoint of the run that this one extends. */
  from: string | undefined;
  domains: DomainFolder[];
  config: RunConfig;
  engine: EngineChoice;
  threads: number;
}

/** The options of `train` that are not of the run's configuration, as the command line gave them. */
export interface TrainOptions {
  domain: string[];
  out?: string;
  resume?: string | true;
  extend?: string;
  frozen: boolean;
  engine?: string;
  threads?: string;
}

export const usage = (message: string): TrainerError => new TrainerError('usage', message);

function domainFolder(text: string): DomainFolder {
  const at = text.indexOf('=');
  if (at < 1 || at === text.length - 1) throw usage(`--domain: expected NAME=FOLDER, not "${text}"`);
  const key = DomainKey.safeParse(text.slice(0, at));
  if (!key.success) throw usage(`--domain: the name "${text.slice(0, at)}": ${key.error.issues[0]?.message}`);
  return { key: key.data, folder: resolve(text.slice(at + 1)) };
}

/** Reads `--domain NAME=FOLDER` options. Names must differ in more than case: they become file names. */
export function domainFolders(texts: readonly string[]): DomainFolder[] {
  const domains = texts.map(domainFolder);
  const seen = new Set<string>();
  for (const { key } of domains) {
    const folded = key.normalize('NFC').toLowerCase();
    if (seen.has(folded)) throw usage(`--domain: the name "${key}" is given twice`);
    seen.add(folded);
  }
  return domains;
}

export function checkCount(domains: readonly DomainFolder[]): void {
  const { runDomainsMin, runDomainsMax } = LIMITS;
  if (domains.length < runDomainsMin)
    throw usage(
      `--domain: ${domains.length === 0 ? 'none' : 'only one'} given; translation needs two domains at least: --domain NAME=FOLDER --domain NAME=FOLDER`,
    );
  if (domains.length > runDomainsMax)
    throw usage(`--domain: ${domains.length} given; a run has ${runDomainsMax} domains at most`);
}

/** An engine by name. Throws a `usage` error that lists the names. */
export function engineChoice(text: string): EngineChoice {
  if (!isEngineChoice(text)) throw usage(`--engine: "${text}" is not one of ${ENGINE_CHOICES.join(', ')}`);
  return text;
}

const MAX_THREADS = 512;

/** A number of threads; by default one per core. */
export function threadCount(text: string | undefined, standard = availableParallelism()): number {
  if (text === undefined) return standard;
  const threads = Number(text);
  if (!Number.isInteger(threads) || threads < 1 || threads > MAX_THREADS)
    throw usage(`--threads: must be a whole number between 1 and ${MAX_THREADS}, not "${text}"`);
  return threads;
}

/** Checks a request for a new run, or fills one for a run to resume from what its folder says. */
export function trainRequest(options: TrainOptions, given: RunConfigInput): TrainRequest {
  const domains = domainFolders(options.domain);
  if (options.frozen && options.extend === undefined)
    throw usage('--frozen: say which run keeps its domains as they are: --extend DIR');
  if (options.resume !== undefined) return resumeRequest(options, domains, given);
  checkCount(domains);
  const config = wholeConfig(given);
  if (!options.out) throw usage('--out: say which folder gets the weights, samples and checkpoints: --out DIR');
  const folder = resolve(options.out);
  for (const domain of domains)
    if (isInside(folder, domain.folder))
      throw usage(`--out: ${folder} lies in the folder of domain ${domain.key}: samples would be taken for its images`);
  const engine = engineChoice(options.engine ?? 'auto');
  return { folder, resume: false, from: undefined, domains, config, engine, threads: threadCount(options.threads) };
}

function resumeRequest(options: TrainOptions, moved: DomainFolder[], given: RunConfigInput): TrainRequest {
  const text = options.resume === true ? options.out : options.resume;
  if (!text) throw usage('--resume: say which folder holds the run: --resume DIR');
  const folder = resolve(text);
  if (options.out !== undefined && resolve(options.out) !== folder)
    throw usage('--out: a resumed run stays in its folder; leave --out away');
  const run = readLocalRun('--resume', folder);
  for (const field of CONFIG_FIELDS) {
    const value = given[field];
    if (value !== undefined && value !== run.config[field])
      throw usage(
        `${flagOf(field)}: the run in ${folder} has ${run.config[field]}, and a resumed run keeps its options`,
      );
  }
  for (const { key } of moved)
    if (!run.domains.some((domain) => domain.key === key))
      throw usage(`--domain: the run in ${folder} has no domain "${key}"`);
  return {
    folder,
    resume: true,
    from: run.from,
    domains: run.domains.map((domain) => ({ ...domain, ...moved.find(({ key }) => key === domain.key) })),
    config: run.config,
    engine: options.engine === undefined ? run.engine : engineChoice(options.engine),
    threads: threadCount(options.threads, run.threads),
  };
}
