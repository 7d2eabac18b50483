import { domainColor } from '../../lib/domain-colors.ts';

interface DomainChipProps {
  name: string;
  /** Its place in the run: decides the colour. */
  index: number;
}

/** A domain of a run, in the colour it has everywhere. */
export function DomainChip({ name, index }: DomainChipProps) {
  return (
    <span className="inline-flex min-w-0 items-center gap-1.5">
      <span aria-hidden className="size-2.5 shrink-0 rounded-xs" style={{ background: domainColor(index) }} />
      <span className="truncate">{name}</span>
    </span>
  );
}
