'use client';

import type { RunDetail, RunState } from '@combogan/contracts';
import { SlidersHorizontal } from 'lucide-react';
import { useState } from 'react';
import { useTranslations } from 'use-intl';
import { Button } from '../../components/ui/button.tsx';
import { Dialog } from '../../components/ui/dialog.tsx';
import { useMayEdit } from '../../lib/me.tsx';
import { TuneChanges } from './tune-changes.tsx';
import { TuneForm } from './tune-form.tsx';

const TUNABLE: readonly RunState[] = ['queued', 'starting', 'running', 'pausing', 'paused'];

/** Other lambdas or another learning rate for a run that still trains (R7), and what was changed so far. */
export function TuneRun({ run }: { run: RunDetail }) {
  const t = useTranslations('run');
  const [open, setOpen] = useState(false);
  if (!useMayEdit() || !TUNABLE.includes(run.state)) return null;
  return (
    <>
      <Button onClick={() => setOpen(true)}>
        <SlidersHorizontal aria-hidden />
        {t('tune')}
      </Button>
      <Dialog open={open} onOpenChange={setOpen} title={t('tuneTitle', { name: run.name })} description={t('tuneHelp')}>
        <div className="flex flex-col gap-5">
          <TuneForm key={run.changes.length + run.pendingChanges.length} run={run} />
          <TuneChanges run={run} />
        </div>
      </Dialog>
    </>
  );
}
