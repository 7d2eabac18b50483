'use client';

import { canTransition, type RunDetail, RunSummary } from '@combogan/contracts';
import { useMutation } from '@tanstack/react-query';
import { Pause, Play } from 'lucide-react';
import { toast } from 'sonner';
import { useTranslations } from 'use-intl';
import { Button } from '../../components/ui/button.tsx';
import { asApiError } from '../../lib/api/failure.ts';
import { paths } from '../../lib/api/paths.ts';
import { request } from '../../lib/api/request.ts';
import { useErrorText } from '../../lib/api/use-error-text.ts';
import { useMayEdit } from '../../lib/me.tsx';

/** Lets a run rest with a checkpoint, or takes a resting one up again. Neither loses anything, so neither asks first. */
export function PauseRun({ run }: { run: RunDetail }) {
  const t = useTranslations('run');
  const errorText = useErrorText();
  const mayEdit = useMayEdit();
  const change = useMutation({
    mutationFn: (path: string) => request(RunSummary, path, { method: 'POST' }),
    onError: (thrown) => toast.error(errorText(asApiError(thrown))),
  });
  if (!mayEdit) return null;
  if (run.state === 'paused')
    return (
      <Button variant="primary" pending={change.isPending} onClick={() => change.mutate(paths.resume(run.id))}>
        <Play aria-hidden />
        {t('resume')}
      </Button>
    );
  const pausing = run.state === 'pausing';
  if (!pausing && !canTransition(run.state, 'pausing') && !canTransition(run.state, 'paused')) return null;
  return (
    <Button pending={pausing || change.isPending} onClick={() => change.mutate(paths.pause(run.id))}>
      <Pause aria-hidden />
      {t('pause')}
    </Button>
  );
}
