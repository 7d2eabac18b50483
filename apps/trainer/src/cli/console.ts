import { relative } from 'node:path';
import { parameterCounts } from '@combogan/model/cost';
import type { TrainingEvent } from '../training/events.ts';
import { byteCount, count, duration, shellWord, speed } from './format.ts';
import { note } from './output.ts';
import { Progress } from './progress.ts';

/** Shows training to a person: what starts on stdout, progress on stderr, what came out on stdout. */
export class TrainingConsole {
  readonly #folder: string;
  #progress: Progress | undefined;
  #files: string[] = [];

  constructor(folder: string) {
    const inside = relative(process.cwd(), folder) || '.';
    this.#folder = inside.startsWith('..') ? folder : inside;
  }

  event(event: TrainingEvent): void {
    switch (event.event) {
      case 'start': {
        const { encoder, decoder, discriminator } = parameterCounts(event.config);
        const parameters = event.domains.length * (encoder + decoder + discriminator);
        const lines = [
          `Domains  ${event.domains.map(({ key, images, frozen }) => `${key} (${count(images)}${frozen ? ', frozen' : ''})`).join('  ')}`,
          `Networks ${event.domains.length} encoders, decoders and discriminators, ${count(parameters)} parameters`,
          `Engine   ${event.engine}: ${event.device}, ${event.threads} ${event.threads === 1 ? 'thread' : 'threads'}`,
          `Images   ${event.config.size} x ${event.config.size}, batch ${event.config.batch}, seed ${event.config.seed}`,
          ...(event.iteration > 0 ? [`Resumes  from iteration ${count(event.iteration)}`] : []),
        ];
        process.stdout.write(`${lines.join('\n')}\n\n`);
        this.#progress = new Progress(event.iterations, event.iteration);
        return;
      }
      case 'iteration':
        this.#progress?.update(event);
        return;
      case 'weights':
        this.#files.push(`${event.path} (${byteCount(event.bytes)})`);
        return;
      case 'done': {
        this.#progress?.stop();
        const pace = event.msPerIteration === null ? '' : `, ${speed(event.msPerIteration)}`;
        process.stdout.write(
          `\nDone     ${count(event.iteration)} iterations in ${duration(event.seconds)}${pace}\n` +
            `In ${this.#folder}: ${this.#files.join(', ')}, samples/, checkpoint/, log.ndjson\n`,
        );
        return;
      }
      case 'stopped':
        this.#progress?.stop();
        process.stdout.write(
          `\nStopped  after iteration ${count(event.iteration)}; go on with: npm run --silent trainer -- train --resume ${shellWord(this.#folder)}\n`,
        );
        return;
      case 'failed':
        this.#progress?.stop();
        return;
      default:
        return;
    }
  }

  warning(message: string): void {
    this.say(`warning: ${message}`);
  }

  /** A line on stderr, above the bar if there is one. */
  say(message: string): void {
    if (this.#progress) this.#progress.say(message);
    else note(message);
  }
}
