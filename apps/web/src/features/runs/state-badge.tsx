'use client';

import { isEnded, type RunState } from '@combogan/contracts';
import { Ban, Check, X } from 'lucide-react';
import { useTranslations } from 'use-intl';
import { Badge, type Tone } from '../../components/ui/badge.tsx';

const TONE: Record<RunState, Tone> = {
  queued: 'quiet',
  starting: 'live',
  running: 'live',
  pausing: 'warn',
  paused: 'warn',
  finishing: 'live',
  finished: 'ink',
  failed: 'bad',
  cancelled: 'quiet',
};

export function StateBadge({ state }: { state: RunState }) {
  const t = useTranslations('state');
  return (
    <Badge tone={TONE[state]}>
      <StateIcon state={state} />
      {t(state)}
    </Badge>
  );
}

function StateIcon({ state }: { state: RunState }) {
  if (state === 'finished') return <Check aria-hidden />;
  if (state === 'failed') return <X aria-hidden />;
  if (state === 'cancelled') return <Ban aria-hidden />;
  const lit = !isEnded(state) && TONE[state] === 'live';
  return (
    <span
      aria-hidden
      className={lit ? 'size-2 animate-live rounded-full bg-live' : 'size-2 rounded-full border border-current'}
    />
  );
}
