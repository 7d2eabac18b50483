import type { LossName, SweepLosses } from '@combogan/contracts';

type Curve = SweepLosses['runs'][number]['curve'];

/** What all curves of a column share, so that they can be held against one another. */
export interface Scale {
  iterations: number;
  low: number;
  high: number;
}

const WIDTH = 112;
const HEIGHT = 28;
/** Values beyond these shares of all are cut off: one run that diverges would flatten the others. */
const CUT = 0.02;

export function scaleOf(curves: readonly Curve[], loss: LossName, iterations: number): Scale {
  const values = curves
    .flatMap((curve) => curve.flatMap(({ means }) => means[loss] ?? []))
    .filter(Number.isFinite)
    .sort((a, b) => a - b);
  const at = (share: number) => values[Math.round(share * (values.length - 1))] ?? 0;
  return { iterations, low: at(CUT), high: at(1 - CUT) };
}

/** The path of a curve in a box of `WIDTH` by `HEIGHT`. */
export function pathOf(curve: Curve, loss: LossName, { iterations, low, high }: Scale): string {
  const range = high - low || 1;
  const points = curve.flatMap(({ iteration, means }) => {
    const value = means[loss];
    if (value === undefined) return [];
    const share = Math.min(1, Math.max(0, (value - low) / range));
    const x = (iteration / Math.max(1, iterations)) * WIDTH;
    return `${x.toFixed(1)} ${(1 + (1 - share) * (HEIGHT - 2)).toFixed(1)}`;
  });
  return points.length > 1 ? `M${points.join('L')}` : '';
}

export interface SparklineProps {
  curve: Curve;
  loss: LossName;
  scale: Scale;
  label: string;
}

/** A loss over the whole run, a finger wide. */
export function Sparkline({ curve, loss, scale, label }: SparklineProps) {
  return (
    <svg
      viewBox={`0 0 ${WIDTH} ${HEIGHT}`}
      width={WIDTH}
      height={HEIGHT}
      role="img"
      aria-label={label}
      className="block"
    >
      <path
        d={pathOf(curve, loss, scale)}
        fill="none"
        stroke="currentColor"
        strokeWidth="1.25"
        strokeLinejoin="round"
      />
    </svg>
  );
}
