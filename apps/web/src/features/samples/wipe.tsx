'use client';

import { type ReactNode, useState } from 'react';

interface WipeProps {
  label: string;
  /** What the position means in words. */
  valueText: (percent: number) => string;
  before: ReactNode;
  after: ReactNode;
}

/** One picture over another with an edge between, which the pointer and the arrow keys move. */
export function Wipe({ label, valueText, before, after }: WipeProps) {
  const [at, setAt] = useState(50);
  return (
    <div className="relative touch-pan-y select-none overflow-hidden rounded-xs has-focus-visible:outline-2 has-focus-visible:outline-focus has-focus-visible:outline-offset-2">
      {before}
      <div className="absolute inset-0" style={{ clipPath: `inset(0 0 0 ${at}%)` }}>
        {after}
      </div>
      <div aria-hidden className="absolute inset-y-0 w-0" style={{ left: `${at}%` }}>
        <span className="absolute inset-y-0 -left-px w-0.5 bg-surface shadow-raised" />
        <span className="absolute top-1/2 -left-3 grid size-6 -translate-y-1/2 place-items-center rounded-full border border-line-strong bg-surface text-ink text-xs shadow-raised">
          ⇔
        </span>
      </div>
      <input
        type="range"
        min={0}
        max={100}
        value={at}
        aria-label={label}
        aria-valuetext={valueText(at)}
        onChange={(event) => setAt(Number(event.target.value))}
        className="absolute inset-0 size-full cursor-ew-resize opacity-0"
      />
    </div>
  );
}
