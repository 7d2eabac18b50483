import { align } from './align.ts';
import type { ChartFeed, Line } from './curves.ts';
import type { SeriesPanel } from './series-panel.ts';
import { fitted, panned, type Range, zoomed } from './viewport.ts';

/** At most this share of the main thread goes into drawing. */
const IDLE_FACTOR = 2;
/** An axis of fewer iterations would be mostly ticks. */
const AXIS_MIN = 10;

interface Placed {
  panel: SeriesPanel;
  lines: readonly Line[];
}

/**
 * Draws a stack of panels over one axis of iterations: once a frame at most, never through React. Holds what is in sight,
 * and the cursor.
 */
export class ChartBoard {
  private readonly feed: ChartFeed;
  private readonly panels = new Map<string, Placed>();
  private hidden: ReadonlySet<string> = new Set();
  private keep = 0;
  private zoom: Range | null = null;
  private frame = 0;
  private notBefore = 0;
  /** Iterations a bucket, as drawn. */
  bucketWidth = 1;
  private markAt: number | null = null;
  private changesAt: readonly number[] = [];
  private pinned: readonly number[] = [];
  private readonly zoomListeners = new Set<() => void>();

  constructor(feed: ChartFeed) {
    this.feed = feed;
  }

  /** Draws while there is something new to draw. Returns the way to stop. */
  start(): () => void {
    const stop = this.feed.subscribe(this.invalidate);
    this.invalidate();
    return () => {
      stop();
      cancelAnimationFrame(this.frame);
      this.frame = 0;
    };
  }

  add(id: string, panel: SeriesPanel, lines: readonly Line[]): () => void {
    this.panels.set(id, { panel, lines });
    this.invalidate();
    return () => {
      this.panels.delete(id);
      panel.destroy();
    };
  }

  /** Hides the lines of some groups, and smooths: `keep` is the share of the past in a line. */
  set({ hidden, keep }: { hidden: ReadonlySet<string>; keep: number }): void {
    this.hidden = hidden;
    this.keep = keep;
    this.invalidate();
  }

  /** The iterations in sight. */
  readonly window = (): [number, number] =>
    this.zoom ? [this.zoom.from, this.zoom.to] : [1, Math.max(AXIS_MIN, this.feed.last())];

  /** The range zoomed to; null shows everything. */
  readonly getZoom = (): Range | null => this.zoom;
  readonly subscribeZoom = (listener: () => void): (() => void) => {
    this.zoomListeners.add(listener);
    return () => this.zoomListeners.delete(listener);
  };

  zoomTo(range: Range | null): void {
    this.zoom = range && fitted(range, this.feed.last());
    for (const listener of this.zoomListeners) listener();
    this.invalidate();
  }
  /** Shows `factor` times as much, about an iteration or the middle. */
  zoomBy(factor: number, at?: number): void {
    this.zoomTo(zoomed(this.range, this.feed.last(), factor, at));
  }
  /** Moves by a share of what is in sight. Says whether that was at least one iteration. */
  panBy(share: number): boolean {
    const before = this.zoom;
    if (before) this.zoomTo(panned(before, this.feed.last(), share));
    return before?.from !== this.zoom?.from;
  }

  /** Moves the cursor of every panel by so many buckets, from the right end when there is none. */
  moveCursor(steps: number): void {
    const [first] = this.panels.values();
    if (!first) return;
    const [from, to] = this.window();
    const x = first.panel.content.data.x.filter((iteration) => iteration >= from && iteration <= to);
    const at = x.indexOf(first.panel.cursor ?? Number.NaN);
    const next = at < 0 ? x.length - 1 : Math.min(x.length - 1, Math.max(0, at + steps));
    for (const { panel } of this.panels.values()) panel.setCursor(x[next] ?? null);
  }
  get cursor(): number | null {
    return [...this.panels.values()][0]?.panel.cursor ?? null;
  }
  clearCursor(): void {
    for (const { panel } of this.panels.values()) panel.setCursor(null);
  }
  /** The iteration at a place on the screen. */
  iterationAt(clientX: number): number | null {
    return [...this.panels.values()][0]?.panel.iterationAt(clientX) ?? null;
  }
  /** Width of the drawing in CSS pixels. */
  get width(): number {
    return [...this.panels.values()][0]?.panel.width ?? 1;
  }
  /** What each panel shows, by its id. */
  contents() {
    return new Map([...this.panels].map(([id, { panel, lines }]) => [id, { ...panel.content, lines }]));
  }

  readonly mark = (): number | null => this.markAt;
  setMark(iteration: number | null): void {
    if (iteration === this.markAt) return;
    this.markAt = iteration;
    this.redraw();
  }
  readonly changes = (): readonly number[] => this.changesAt;
  setChanges(iterations: readonly number[]): void {
    this.changesAt = iterations;
    this.redraw();
  }

  readonly pins = (): readonly number[] => this.pinned;
  /** Iterations that carry a comment. */
  setPins(iterations: readonly number[]): void {
    this.pinned = iterations;
    this.redraw();
  }

  /** Draws on the next frame that is free. */
  readonly invalidate = (): void => {
    if (this.frame === 0) this.frame = requestAnimationFrame(this.drawSoon);
  };

  private get range(): Range {
    const [from, to] = this.window();
    return { from, to };
  }
  private redraw(): void {
    for (const { panel } of this.panels.values()) panel.redraw();
  }

  private readonly drawSoon = (now: number): void => {
    this.frame = 0;
    if (now < this.notBefore) {
      this.invalidate();
      return;
    }
    const started = performance.now();
    const { width, runs } = this.feed.curves(this.range, this.width);
    this.bucketWidth = width;
    for (const { panel, lines } of this.panels.values()) {
      const wanted = lines.map(({ runId, series, exact }) => ({ buffers: runs.get(runId), series, exact }));
      const shown = lines.map(({ group }) => group === undefined || !this.hidden.has(group));
      panel.draw(align(wanted, width, this.keep), shown, width > 1);
    }
    this.notBefore = now + (performance.now() - started) * IDLE_FACTOR;
  };
}
