/** How charts are drawn, as the reader likes it. */
export interface ChartLook {
  scale: 'linear' | 'log';
  /** Whether the y axis leaves room for spikes, or fits the lines. */
  spikes: boolean;
  /** Share of the past in a smoothed line. */
  keep: number;
}
export const DEFAULT_LOOK: ChartLook = { scale: 'linear', spikes: true, keep: 0.9 };
