import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import type { RunConfigInput } from '@combogan/contracts';
import { KEPT_FIELDS } from '../checkpoint/extend.ts';
import { CHECKPOINT_FOLDER } from '../training/job.ts';
import { flagOf, wholeConfig } from './config-flags.ts';
import { readLocalRun } from './local-run.ts';
import {
  checkCount,
  domainFolders,
  engineChoice,
  type TrainOptions,
  type TrainRequest,
  threadCount,
  usage,
} from './train-request.ts';

/**
 * Checks a request for a run that starts from the domains of another (R11): options that are not given are those of the
 * other run, but for the length of the decay; `--domain` of a known name says where its images are now.
 */
export function extendRequest(options: TrainOptions & { extend: string }, config: RunConfigInput): TrainRequest {
  if (options.resume !== undefined)
    throw usage('--extend: a run that is resumed knows what it extends; leave --extend away');
  const given = domainFolders(options.domain);
  const parent = resolve(options.extend);
  const run = readLocalRun('--extend', parent);
  const from = join(parent, CHECKPOINT_FOLDER);
  if (!existsSync(from)) throw usage(`--extend: the run in ${parent} has no checkpoint yet`);
  if (!options.out) throw usage('--out: say which folder gets the extended run: --out DIR');
  for (const field of KEPT_FIELDS)
    if (config[field] !== undefined && config[field] !== run.config[field])
      throw usage(`${flagOf(field)}: the run in ${parent} has ${run.config[field]}, and its domains keep it`);
  const known = run.domains.map(({ key, folder }) => ({
    key,
    folder: given.find((domain) => domain.key === key)?.folder ?? folder,
    frozen: options.frozen,
  }));
  const added = given.filter(({ key }) => !run.domains.some((domain) => domain.key === key));
  if (options.frozen && added.length === 0)
    throw usage('--frozen: nothing would train; add a domain by --domain NAME=FOLDER');
  const domains = [...known, ...added];
  // Once more over all: a new name may differ from a known one in case only.
  domainFolders(domains.map(({ key, folder }) => `${key}=${folder}`));
  checkCount(domains);
  const { decayIterations: _, ...rest } = run.config;
  return {
    folder: resolve(options.out),
    resume: false,
    from,
    domains,
    config: wholeConfig({ ...rest, ...config }),
    engine: engineChoice(options.engine ?? 'auto'),
    threads: threadCount(options.threads),
  };
}
