import uPlot from 'uplot';
import { type Aligned, extremes, valueAt } from './align.ts';
import { cssColors } from './css-color.ts';
import type { Line } from './curves.ts';
import { logTicks } from './log-ticks.ts';

export interface PanelOptions {
  /** Where the canvas goes. */
  target: HTMLElement;
  height: number;
  log: boolean;
  /** Whether the y axis leaves room for spikes, or fits the lines. */
  spikes: boolean;
  /** The lowest panel carries the numbers of the x axis. */
  withAxis: boolean;
  lines: readonly Line[];
  /** Panels of one key move their cursors in step. */
  syncKey: string;
  window: () => [number, number];
  /** Iteration whose samples are shown. */
  mark: () => number | null;
  /** Iterations at which someone changed something. */
  changes: () => readonly number[];
  /** Iterations with a pin at the top edge. */
  pins: () => readonly number[];
  formatIteration: (iteration: number) => string;
  onZoom: (from: number, to: number) => void;
  onReset: () => void;
  onPick: (iteration: number) => void;
  /** Iteration and value of each line under the cursor; the newest when there is none. */
  onRead: (iteration: number | null, values: (number | null)[]) => void;
}

const AXIS_WIDTH = 56;
/** Pixels between two ticks of the y axis, at least. */
const TICK_SPACE = 28;
const NOTHING: Aligned = { x: [], curves: [], lines: [] };

/** A panel as a canvas: its lines, behind each the band between minimum and maximum. */
export class SeriesPanel {
  private readonly plot: uPlot;
  private readonly options: PanelOptions;
  private readonly colors: Record<string, string>;
  private data: Aligned = NOTHING;
  private shown: boolean[];
  private bucketed = false;

  constructor(options: PanelOptions) {
    this.options = options;
    this.shown = options.lines.map(() => true);
    this.colors = cssColors(options.target, {
      text: 'var(--ink-faint)',
      grid: 'var(--line)',
      mark: 'var(--ink)',
      change: 'var(--warn-ink)',
      ...Object.fromEntries(options.lines.map(({ color }, i) => [`line${i}`, color])),
    });
    this.plot = new uPlot(this.plotOptions(), [[]], options.target);
    this.plot.over.addEventListener('click', (event) => {
      const iteration = Math.round(this.plot.posToVal(event.offsetX, 'x'));
      if (this.data.x.length > 0) options.onPick(iteration);
    });
    this.plot.over.addEventListener('dblclick', options.onReset);
  }

  /** Shows new data. `bucketed` says that a value stands for several iterations. */
  draw(data: Aligned, shown: readonly boolean[], bucketed: boolean): void {
    this.data = data;
    this.shown = [...shown];
    this.bucketed = bucketed;
    this.plot.batch(() => {
      shown.forEach((show, i) => {
        if (this.plot.series[i + 1]?.show !== show) this.plot.setSeries(i + 1, { show });
      });
      this.plot.setData([data.x, ...data.lines] as uPlot.AlignedData);
    });
    this.read();
  }

  redraw(): void {
    this.plot.redraw(false);
  }
  /** What is drawn now, for export. */
  get content(): { data: Aligned; shown: readonly boolean[]; canvas: HTMLCanvasElement } {
    return { data: this.data, shown: this.shown, canvas: this.plot.ctx.canvas };
  }
  /** Width of the drawing in CSS pixels. */
  get width(): number {
    return this.plot.over.clientWidth || this.plot.width;
  }
  /** The iteration at a place on the screen, null outside the drawing. */
  iterationAt(clientX: number): number | null {
    const { left, width } = this.plot.over.getBoundingClientRect();
    return clientX < left || clientX > left + width ? null : this.plot.posToVal(clientX - left, 'x');
  }
  /** Puts the cursor on an iteration, or takes it away. */
  setCursor(iteration: number | null): void {
    const left = iteration === null ? -10 : this.plot.valToPos(iteration, 'x');
    this.plot.setCursor({ left, top: iteration === null ? -10 : 1 });
  }
  /** The iteration under the cursor. */
  get cursor(): number | null {
    const { idx } = this.plot.cursor;
    return idx === null || idx === undefined ? null : (this.data.x[idx] ?? null);
  }
  resize(width: number, height: number): void {
    if (width > 0 && (width !== this.plot.width || height !== this.plot.height)) this.plot.setSize({ width, height });
  }
  destroy(): void {
    this.plot.destroy();
  }

  private read(): void {
    const { idx } = this.plot.cursor;
    const at = idx ?? this.data.x.length - 1;
    const values = this.data.curves.map((curve, i) => (this.shown[i] ? valueAt(curve, at) : null));
    this.options.onRead(idx === null || idx === undefined ? null : (this.data.x[idx] ?? null), values);
  }

  private plotOptions(): uPlot.Options {
    const { options, colors } = this;
    const font = '11px "Geist Variable", system-ui, sans-serif';
    const axis = { stroke: colors.text, font, grid: { stroke: colors.grid, width: 1 }, ticks: { show: false } };
    return {
      width: options.target.clientWidth || 300,
      height: options.height,
      legend: { show: false },
      padding: [8, 18, options.withAxis ? 0 : 6, 0],
      scales: {
        x: { time: false, range: () => options.window() },
        y: { distr: options.log ? 3 : 1, range: () => this.range() },
      },
      series: [
        {},
        ...options.lines.map(
          ({ label, dash }, i): uPlot.Series => ({
            label,
            stroke: colors[`line${i}`],
            width: 1.5,
            dash,
            spanGaps: true,
            points: { show: false },
          }),
        ),
      ],
      axes: [
        {
          ...axis,
          size: options.withAxis ? 28 : 0,
          space: 80,
          values: (_, splits) =>
            options.withAxis ? splits.map((v) => (Number.isInteger(v) ? options.formatIteration(v) : '')) : [],
        },
        {
          ...axis,
          size: AXIS_WIDTH,
          space: TICK_SPACE,
          ...(options.log && {
            splits: (_: uPlot, __: number, min: number, max: number) =>
              logTicks(min, max, Math.max(2, Math.floor(options.height / TICK_SPACE))),
            filter: (_: uPlot, splits: number[]) => splits,
          }),
          values: (_, splits) => splits.map((v) => (v === null ? '' : String(Number(v.toPrecision(3))))),
        },
      ],
      cursor: {
        y: false,
        // with shift, dragging moves the whole stack instead of marking a range
        bind: { mousedown: (_, __, handler) => (event) => (event.shiftKey ? null : handler(event)) },
        points: { size: 6, width: 0, fill: (_, i) => colors[`line${i - 1}`] ?? '' },
        drag: { x: true, y: false, setScale: false, dist: 4 },
        sync: {
          key: options.syncKey,
          setSeries: false,
          filters: { pub: (type) => type === 'mousemove' || type === 'mouseleave' },
        },
      },
      hooks: {
        drawAxes: [() => this.drawBands()],
        draw: [() => this.drawMarks(), () => this.drawPins()],
        setCursor: [() => this.read()],
        setSelect: [
          (plot) => {
            if (plot.select.width < 4) return;
            const from = Math.ceil(plot.posToVal(plot.select.left, 'x'));
            const to = Math.floor(plot.posToVal(plot.select.left + plot.select.width, 'x'));
            plot.setSelect({ left: 0, top: 0, width: 0, height: 0 }, false);
            options.onZoom(from, to);
          },
        ],
      },
    };
  }

  private range(): [number, number] {
    const [from, to] = this.options.window();
    const found = extremes(this.data, this.shown, from, to, this.options.spikes ? 'everything' : 'lines');
    if (!found) return this.options.log ? [0.01, 1] : [0, 1];
    if (this.options.log) {
      const top = Math.max(found.max, 1e-6);
      return [Math.max(found.min, top / 1e6) / 1.15, top * 1.15];
    }
    // losses are distances: zero is where they would like to be, so it stays in sight while it is near
    const low = found.min >= 0 && found.min < found.max * 0.6 ? 0 : found.min;
    const room = (found.max - low || Math.abs(found.max) || 1) * 0.06;
    return [low === 0 ? 0 : low - room, found.max + room];
  }

  /** What the smoothed line hides: the band of each bucket, or the raw curve where a bucket is one iteration. */
  private drawBands(): void {
    const { ctx, bbox } = this.plot;
    const [from, to] = this.options.window();
    ctx.save();
    ctx.beginPath();
    ctx.rect(bbox.left, bbox.top, bbox.width, bbox.height);
    ctx.clip();
    this.data.curves.forEach((curve, line) => {
      if (!this.shown[line]) return;
      const top: [number, number][] = [];
      const bottom: [number, number][] = [];
      for (let i = 0; i < curve.at.length; i++) {
        const here = this.data.x[curve.at[i] ?? 0] ?? 0;
        const next = this.data.x[curve.at[i + 1] ?? curve.at[i] ?? 0] ?? here;
        if (next < from) continue;
        const x = this.plot.valToPos(here, 'x', true);
        top.push([x, this.y(curve.max[i] ?? 0)]);
        if (this.bucketed) bottom.push([x, this.y(curve.min[i] ?? 0)]);
        if (here > to) break;
      }
      const color = this.colors[`line${line}`] ?? '';
      ctx.beginPath();
      for (const [x, y] of [...top, ...bottom.reverse()]) ctx.lineTo(x, y);
      ctx.globalAlpha = 0.28;
      ctx.lineWidth = devicePixelRatio;
      ctx.strokeStyle = color;
      ctx.stroke();
      if (!this.bucketed) return;
      ctx.globalAlpha = 0.14;
      ctx.fillStyle = color;
      ctx.fill();
    });
    ctx.restore();
  }

  private y(value: number): number {
    return this.plot.valToPos(this.options.log ? Math.max(value, 1e-9) : value, 'y', true);
  }

  private drawMarks(): void {
    const pixel = devicePixelRatio;
    for (const change of this.options.changes())
      this.drawLine(change, this.colors.change ?? '', [6 * pixel, 3 * pixel]);
    const mark = this.options.mark();
    if (mark !== null) this.drawLine(mark, this.colors.mark ?? '', [2 * pixel, 3 * pixel]);
  }

  private drawLine(iteration: number, color: string, dash: number[]): void {
    const [from, to] = this.options.window();
    if (iteration < from || iteration > to) return;
    const { ctx, bbox } = this.plot;
    const x = Math.round(this.plot.valToPos(iteration, 'x', true)) + 0.5;
    ctx.save();
    ctx.strokeStyle = color;
    ctx.lineWidth = devicePixelRatio;
    ctx.setLineDash(dash);
    ctx.beginPath();
    ctx.moveTo(x, bbox.top);
    ctx.lineTo(x, bbox.top + bbox.height);
    ctx.stroke();
    ctx.restore();
  }

  private drawPins(): void {
    const { ctx, bbox } = this.plot;
    const [from, to] = this.options.window();
    const half = 4 * devicePixelRatio;
    ctx.save();
    ctx.fillStyle = this.colors.mark ?? '';
    for (const iteration of this.options.pins()) {
      if (iteration < from || iteration > to) continue;
      const x = this.plot.valToPos(iteration, 'x', true);
      ctx.beginPath();
      ctx.moveTo(x - half, bbox.top);
      ctx.lineTo(x + half, bbox.top);
      ctx.lineTo(x, bbox.top + 1.5 * half);
      ctx.fill();
    }
    ctx.restore();
  }
}
