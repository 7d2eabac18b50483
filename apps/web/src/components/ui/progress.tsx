interface ProgressProps {
  /** Between 0 and 1. */
  value: number;
  label: string;
}

export function Progress({ value, label }: ProgressProps) {
  const percent = Math.round(Math.min(1, Math.max(0, value)) * 100);
  return (
    <div
      role="progressbar"
      aria-label={label}
      aria-valuemin={0}
      aria-valuemax={100}
      aria-valuenow={percent}
      className="h-1.5 overflow-hidden rounded-xs bg-sunken"
    >
      <div className="h-full bg-ink transition-[width] duration-200" style={{ width: `${percent}%` }} />
    </div>
  );
}
