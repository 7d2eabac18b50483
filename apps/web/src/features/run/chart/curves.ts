import type { SeriesName } from '@combogan/contracts';
import type { ChartBuffers } from '../../../lib/live/chart-buffers.ts';
import type { Range } from './viewport.ts';

/** Chart data of one run or more, by run id; all in buckets of one width. */
export interface Curves {
  width: number;
  runs: ReadonlyMap<string, ChartBuffers>;
}

/** Where a chart's curves come from. */
export interface ChartFeed {
  /** Last iteration there is. */
  last(): number;
  /** The best curves at hand for a range of iterations drawn `points` pixels wide; finer ones are fetched and told of. */
  curves(range: Range, points: number): Curves;
  /** Hears that there is something new to draw. Returns the way to stop. */
  subscribe(listener: () => void): () => void;
}

/** A line of a panel: which series of which run. */
export interface Line {
  /** Unique in its panel. */
  key: string;
  runId: string;
  series: SeriesName;
  label: string;
  /** CSS colour. */
  color: string;
  dash: number[];
  /** Lines of one group are shown and hidden together. */
  group?: string;
  /** Never smoothed: what was set, not measured. */
  exact?: boolean;
}

/** One panel of a stack: lines over the shared axis of iterations. */
export interface PanelSpec {
  id: string;
  title: string;
  /** Whether the readout says the lines' names, or only shows their colours. */
  named: boolean;
  lines: Line[];
}
