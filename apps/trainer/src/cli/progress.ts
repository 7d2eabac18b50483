import { type DomainLosses, LOSS_NAMES, type LossName } from '@combogan/contracts';
import { SingleBar } from 'cli-progress';
import type { TrainingEvent } from '../training/events.ts';
import { count, duration, speed } from './format.ts';

/** Weight of the newest value in the running means of the losses that are shown. */
const NEWEST = 0.05;
/** Iterations whose median time is the speed that is shown. */
const TIMED = 31;
/** Without a terminal, a line is printed this often at most. */
const PLAIN_LINE_EVERY_MS = 10_000;

type Iteration = Extract<TrainingEvent, { event: 'iteration' }>;

const SHORT: Record<LossName, string> = {
  gan: 'G',
  cycle: 'cycle',
  identity: 'identity',
  forward: 'forward',
  discriminator: 'D',
};

/** Shows how far training is: a bar on a terminal, now and then a line elsewhere. Writes to stderr. */
export class Progress {
  readonly #bar: SingleBar | undefined;
  readonly #total: number;
  readonly #means = new Map<LossName, number>();
  readonly #times: number[] = [];
  #seen = 0;
  #printed = Number.NEGATIVE_INFINITY;

  constructor(total: number, done: number) {
    this.#total = total;
    if (!process.stderr.isTTY) return;
    this.#bar = new SingleBar({
      format: '  {bar} {percentage}%  {value}/{total}  {speed}  ETA {left}  {losses}',
      barCompleteChar: '━',
      barIncompleteChar: '─',
      barsize: 24,
      hideCursor: true,
      clearOnComplete: false,
      stream: process.stderr,
    });
    this.#bar.start(total, done, { speed: '-', left: '-', losses: 'compiling the step …' });
  }

  update({ iteration, losses, ms }: Iteration): void {
    for (const domain of Object.values(losses)) this.#average(domain);
    // The first one waits for the step to be compiled: its time says nothing of the pace.
    if (this.#seen++ > 0) this.#times.push(ms);
    if (this.#times.length > TIMED) this.#times.shift();
    const pace = this.#times.toSorted((a, b) => a - b)[this.#times.length >> 1];
    const left = pace === undefined ? '-' : duration((pace * (this.#total - iteration)) / 1000);
    const shown = { speed: pace === undefined ? '-' : speed(pace), left, losses: this.#losses() };
    if (this.#bar) {
      this.#bar.update(iteration, shown);
      return;
    }
    if (pace === undefined && iteration < this.#total) return;
    const now = performance.now();
    if (now - this.#printed < PLAIN_LINE_EVERY_MS && iteration < this.#total) return;
    this.#printed = now;
    this.say(`${count(iteration)}/${count(this.#total)}  ${shown.speed}  ETA ${left}  ${shown.losses}`);
  }

  /** Prints a line above the bar. */
  say(line: string): void {
    if (this.#bar) process.stderr.write('\r\x1b[K');
    process.stderr.write(`${line}\n`);
    this.#bar?.updateETA();
  }

  stop(): void {
    this.#bar?.stop();
  }

  #average(losses: DomainLosses): void {
    for (const name of LOSS_NAMES) {
      const value = losses[name];
      if (value === undefined) continue;
      const mean = this.#means.get(name) ?? value;
      this.#means.set(name, mean + NEWEST * (value - mean));
    }
  }

  #losses(): string {
    return [...this.#means].map(([name, value]) => `${SHORT[name]} ${value.toFixed(3)}`).join('  ');
  }
}
