import { domainColor } from '../../lib/domain-colors.ts';

/** The studio's mark: four domains, each tied to one shared latent space. */
export function Mark({ size = 22 }: { size?: number }) {
  const corners = [
    [4, 4],
    [20, 4],
    [4, 20],
    [20, 20],
  ] as const;
  return (
    <svg viewBox="0 0 24 24" width={size} height={size} aria-hidden="true" className="shrink-0">
      <path d="M4 4 20 20M20 4 4 20" stroke="currentColor" strokeWidth="1.5" />
      <circle cx="12" cy="12" r="3" fill="currentColor" />
      {corners.map(([x, y], i) => (
        <rect key={`${x}-${y}`} x={x - 3.5} y={y - 3.5} width="7" height="7" rx="1.5" fill={domainColor(i)} />
      ))}
    </svg>
  );
}
