import type { LossName, SeriesResponse } from '@combogan/contracts';
import { ChartBuffers } from '../../../lib/live/chart-buffers.ts';
import { align } from './align.ts';
import type { LossPanel } from './loss-panel.ts';

export interface BoardSettings {
  domains: readonly string[];
  /** Which domains are drawn, in their order. */
  shown: readonly boolean[];
  /** Share of the past in the smoothed line. */
  keep: number;
}

/** At most this share of the main thread goes into drawing. */
const IDLE_FACTOR = 2;
const WARM_UP = 0.3;

/**
 * Draws the panels of a run from its chart buffers: once a frame at most, never through React. Zoomed in, it asks for
 * finer buckets of that range when the buffers are coarser than one iteration.
 */
export class ChartBoard {
  private readonly live: ChartBuffers;
  private readonly loadRange: (from: number, to: number) => Promise<SeriesResponse>;
  private readonly panels = new Map<LossName, LossPanel>();
  private settings: BoardSettings = { domains: [], shown: [], keep: 0 };
  private zoom: { from: number; to: number } | null = null;
  private fine: ChartBuffers | null = null;
  private frame = 0;
  private notBefore = 0;
  private markAt: number | null = null;
  private pinned: readonly number[] = [];

  constructor(live: ChartBuffers, loadRange: (from: number, to: number) => Promise<SeriesResponse>) {
    this.live = live;
    this.loadRange = loadRange;
  }

  add(loss: LossName, panel: LossPanel): () => void {
    this.panels.set(loss, panel);
    this.invalidate();
    return () => {
      this.panels.delete(loss);
      panel.destroy();
    };
  }

  set(settings: BoardSettings): void {
    this.settings = settings;
    this.invalidate();
  }

  /** The iterations in sight. */
  readonly window = (): [number, number] =>
    this.zoom ? [this.zoom.from, this.zoom.to] : [1, Math.max(10, this.live.lastIteration)];

  /** Zooms to a range, or back to everything. */
  async zoomTo(range: { from: number; to: number } | null): Promise<void> {
    this.fine = null;
    this.zoom = range && { from: Math.max(1, range.from), to: Math.max(range.from + 1, range.to) };
    this.invalidate();
    const asked = this.zoom;
    if (!asked || this.live.width === 1) return;
    // some of what comes before, for the smoothed line to have settled where the range begins
    const before = Math.ceil((asked.to - asked.from) * WARM_UP);
    const stored = await this.loadRange(Math.max(1, asked.from - before), asked.to);
    if (this.zoom !== asked) return;
    this.fine = new ChartBuffers();
    this.fine.reset(stored);
    this.invalidate();
  }

  readonly mark = (): number | null => this.markAt;
  setMark(iteration: number | null): void {
    if (iteration === this.markAt) return;
    this.markAt = iteration;
    for (const panel of this.panels.values()) panel.redraw();
  }

  readonly pins = (): readonly number[] => this.pinned;
  /** Iterations that carry a comment. */
  setPins(iterations: readonly number[]): void {
    this.pinned = iterations;
    for (const panel of this.panels.values()) panel.redraw();
  }

  /** Draws on the next frame that is free. */
  readonly invalidate = (): void => {
    if (this.frame === 0) this.frame = requestAnimationFrame(this.drawSoon);
  };

  stop(): void {
    cancelAnimationFrame(this.frame);
    this.frame = 0;
  }

  private readonly drawSoon = (now: number): void => {
    this.frame = 0;
    if (now < this.notBefore) {
      this.invalidate();
      return;
    }
    const started = performance.now();
    const source = this.fine ?? this.live;
    const { domains, shown, keep } = this.settings;
    for (const [loss, panel] of this.panels) panel.draw(align(source, domains, loss, keep), shown, source.width > 1);
    this.notBefore = now + (performance.now() - started) * IDLE_FACTOR;
  };
}
