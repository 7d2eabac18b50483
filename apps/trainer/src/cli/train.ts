import { Command } from 'commander';
import { listImageFiles } from '../data/image-files.ts';
import { chooseEngine } from '../engines/choose.ts';
import { ENGINE_CHOICES } from '../engines/names.ts';
import { TrainerError } from '../errors.ts';
import type { TrainingEvent } from '../training/events.ts';
import type { JobDomain, TrainingJob } from '../training/job.ts';
import { startTraining } from '../worker/host.ts';
import { addConfigFlags, givenConfig } from './config-flags.ts';
import { TrainingConsole } from './console.ts';
import { extendRequest } from './extend-request.ts';
import { lockFolder } from './folder-lock.ts';
import { count } from './format.ts';
import { onInterrupt } from './interrupt.ts';
import { claimFolder } from './local-run.ts';
import { note, onClosedOutput, printJson } from './output.ts';
import { type TrainOptions, type TrainRequest, trainRequest } from './train-request.ts';

/** Bytes of decoded images that stay in memory. */
export const IMAGE_BYTES = 2 ** 30;
/** From so many on, reading them takes long enough to say so. */
const MANY_FILES = 500;
/** What a shell reports for a process that Ctrl-C ended. */
const EXIT_INTERRUPTED = 130;

async function jobOf(request: TrainRequest): Promise<TrainingJob> {
  const domains: JobDomain[] = [];
  for (const { key, folder, frozen = false } of request.domains)
    domains.push({ key, train: await listImageFiles(key, folder), frozen, probes: null });
  const { engine, threads } = await chooseEngine(request.engine, request.threads, note);
  return {
    run: null,
    config: request.config,
    domains,
    engine,
    threads,
    folder: request.folder,
    resume: request.resume,
    changes: [],
    pendingChanges: [],
    pendingAfter: 0,
    ...(request.from === undefined ? {} : { from: request.from }),
    stageCheckpoints: false,
    imageBytes: IMAGE_BYTES,
  };
}

/** Trains what was asked for. Resolves with the process's exit code; throws for a run that could not start or failed. */
async function trainCommand(request: TrainRequest, json: boolean): Promise<number> {
  const job = await jobOf(request);
  const claim = request.resume
    ? undefined
    : claimFolder(request.folder, {
        config: request.config,
        domains: request.domains,
        from: request.from,
        engine: job.engine,
        threads: job.threads,
      });
  const unlock = lockFolder(request.resume ? '--resume' : '--out', request.folder);
  const shown = new TrainingConsole(request.folder);
  const files = job.domains.reduce((sum, { train }) => sum + train.length, 0);
  if (!json && files >= MANY_FILES) shown.say(`Reading ${count(files)} images …`);
  let started = false;
  let end: TrainingEvent | undefined;
  const training = startTraining(job, {
    event: (event) => {
      started ||= event.event === 'start';
      if (event.event === 'done' || event.event === 'stopped' || event.event === 'failed') end = event;
      if (json) printJson(event);
      else shown.event(event);
    },
    warning: (message) => {
      if (json) process.stderr.write(`warning: ${message}\n`);
      else shown.warning(message);
    },
  });
  const stop = (): void => training.stop({ checkpoint: true });
  const interrupted = (): void => {
    if (!json)
      shown.say(
        'Stopping after this iteration; Ctrl-C again stops at once, and loses what came after the last checkpoint',
      );
    stop();
  };
  const deaf = onInterrupt(interrupted, () => process.exit(EXIT_INTERRUPTED));
  onClosedOutput(stop);
  await training.finished;
  deaf();
  unlock();
  if (end?.event === 'failed') {
    if (!started) claim?.undo();
    throw new TrainerError(end.code, end.message);
  }
  return end?.event === 'stopped' ? EXIT_INTERRUPTED : 0;
}

/** `trainer train`: trains a run on folders of images, without the web. */
export function trainProgram(setExitCode: (code: number) => void): Command {
  const command = new Command('train')
    .description('Train on folders of images, without the web')
    .option(
      '--domain <NAME=FOLDER>',
      'a domain and the folder of its images; give two or more',
      (text: string, all: string[]) => [...all, text],
      [] as string[],
    )
    .option('--out <DIR>', 'folder for weights, samples, checkpoint and log.ndjson')
    .option('--resume [DIR]', 'go on with the run in DIR, exactly where its last checkpoint was')
    .option('--extend <DIR>', 'start from the domains of the run in DIR; --domain adds new ones')
    .option('--frozen', 'with --extend: keep the domains of DIR as they are and train only the new ones', false)
    .option('--engine <name>', `one of ${ENGINE_CHOICES.join(', ')} (default auto)`)
    .option('--threads <number>', 'threads to compute with (default: one per core)')
    .option('--json', 'print every event as one line of JSON', false)
    .optionsGroup('Options of the run:');
  addConfigFlags(command);
  return command.action(async (options: TrainOptions & { json: boolean }) => {
    const { extend } = options;
    const given = givenConfig(command);
    const request = extend === undefined ? trainRequest(options, given) : extendRequest({ ...options, extend }, given);
    setExitCode(await trainCommand(request, options.json));
  });
}
