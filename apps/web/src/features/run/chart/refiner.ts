import type { IterationRecord } from '@combogan/contracts';
import type { Curves } from './curves.ts';
import { type Range, spanOf } from './viewport.ts';

/** Fetched beyond either side, as a share of what is in sight: to pan without waiting, and for smoothing to settle. */
const MARGIN = 0.5;
/** A wheel turns many times: fetch when it rests. */
const RESTS_AFTER_MS = 120;
/** Buckets this many pixels wide are fine enough. */
const FINE_ENOUGH = 1.5;
/** What was fetched for a range serves until one looks so much closer. */
const CLOSER = 0.6;

export interface Loaded extends Curves {
  /** What they cover. */
  range: Range;
}

interface Asked {
  range: Range;
  span: number;
}

const covers = (outer: Range, inner: Range): boolean => outer.from <= inner.from && outer.to >= inner.to;

/** Fetches finer buckets of the range in sight when those at hand are coarser than the screen. */
export class Refiner {
  private readonly load: (range: Range, buckets: number) => Promise<Loaded>;
  private readonly ready: () => void;
  private fine: Loaded | null = null;
  private asked: Asked | null = null;
  private timer: ReturnType<typeof setTimeout> | undefined;
  /** Records that came since what is being fetched was asked for. */
  private waiting: IterationRecord[] | null = null;

  constructor(load: (range: Range, buckets: number) => Promise<Loaded>, ready: () => void) {
    this.load = load;
    this.ready = ready;
  }

  /** The finer of `base` and what has been fetched. `last` is the last iteration there is. */
  pick(base: Curves, range: Range, points: number, last: number): Curves {
    const { fine } = this;
    const inSight = { from: Math.max(1, range.from), to: Math.min(last, range.to) };
    const best = fine && fine.width < base.width && covers(fine.range, inSight) ? fine : base;
    const pixels = Math.max(1, spanOf(inSight) / Math.max(1, points));
    if (best.width > 1 && best.width > FINE_ENOUGH * pixels) this.ask(inSight, points, last);
    return best;
  }

  /** Live records extend what reaches to the end of the run. */
  append(records: readonly IterationRecord[]): void {
    this.waiting?.push(...records);
    this.extend(records);
  }

  private extend(records: readonly IterationRecord[]): void {
    const [first] = records;
    const last = records.at(-1);
    if (!this.fine || !first || !last || first.iteration > this.fine.range.to + 1) return;
    for (const buffers of this.fine.runs.values()) buffers.append(records);
    this.fine = { ...this.fine, range: { ...this.fine.range, to: Math.max(this.fine.range.to, last.iteration) } };
  }

  /** Forgets what was fetched: it is of something else. */
  reset(): void {
    clearTimeout(this.timer);
    this.fine = null;
    this.asked = null;
    this.waiting = null;
  }

  private ask(range: Range, points: number, last: number): void {
    const span = spanOf(range);
    if (this.asked && covers(this.asked.range, range) && span > CLOSER * this.asked.span) return;
    const margin = Math.ceil(span * MARGIN);
    const asked = { range: { from: Math.max(1, range.from - margin), to: Math.min(last, range.to + margin) }, span };
    this.asked = asked;
    this.waiting = [];
    clearTimeout(this.timer);
    this.timer = setTimeout(() => {
      const buckets = Math.ceil((points * spanOf(asked.range)) / span);
      this.load(asked.range, buckets).then(
        (loaded) => {
          if (this.asked !== asked) return;
          this.fine = loaded;
          this.extend(this.waiting ?? []);
          this.waiting = null;
          this.ready();
        },
        // the coarse curves stay; the next range asks again
        () => {
          if (this.asked === asked) this.waiting = null;
        },
      );
    }, RESTS_AFTER_MS);
  }
}
