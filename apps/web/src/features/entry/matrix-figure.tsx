import type { ReactNode } from 'react';
import { domainColor } from '../../lib/domain-colors.ts';

const SHAPES = [
  <circle key="circle" cx="20" cy="20" r="12" />,
  <path key="square" d="M9 9h22v22H9z" />,
  <path key="triangle" d="M20 7 33 31H7z" />,
  <path key="flag" d="M9 8c11-4 11 6 22 2v20c-11 4-11-6-22-2z" />,
];

/** Four ways to draw the same thing: filled, outlined, hatched, stippled. */
const STYLES: ((shape: ReactNode, color: string) => ReactNode)[] = [
  (shape, color) => <g fill={color}>{shape}</g>,
  (shape, color) => (
    <g fill="none" stroke={color} strokeWidth="3" strokeLinejoin="round">
      {shape}
    </g>
  ),
  (shape, color) => (
    <g fill="url(#hatch)" stroke={color} strokeWidth="1.5">
      {shape}
    </g>
  ),
  (shape) => <g fill="url(#stipple)">{shape}</g>,
];

/** A translation matrix in miniature: every row keeps its content, every column its style. */
export function MatrixFigure() {
  return (
    <svg viewBox="0 0 184 184" aria-hidden="true" className="w-full overflow-visible">
      <defs>
        <pattern id="hatch" width="4" height="4" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">
          <path d="M0 0V4" stroke={domainColor(2)} strokeWidth="2.4" />
        </pattern>
        <pattern id="stipple" width="4.4" height="4.4" patternUnits="userSpaceOnUse">
          <circle cx="2.2" cy="2.2" r="1.6" fill={domainColor(3)} />
        </pattern>
      </defs>
      {SHAPES.map((shape, row) =>
        STYLES.map((style, column) => (
          <g key={`${shape.key}-${domainColor(column)}`} transform={`translate(${column * 48} ${row * 48})`}>
            <rect width="40" height="40" rx="2" fill="var(--surface)" />
            {row === column ? (
              <rect x="-1" y="-1" width="42" height="42" rx="3" fill="none" stroke="var(--line-strong)" />
            ) : null}
            {style(shape, domainColor(column))}
          </g>
        )),
      )}
    </svg>
  );
}
