'use client';

import { type RunDetail, RunSummary } from '@combogan/contracts';
import { useMutation } from '@tanstack/react-query';
import { RotateCw } from 'lucide-react';
import { useRouter } from 'next/navigation';
import { toast } from 'sonner';
import { useTranslations } from 'use-intl';
import { Button } from '../../components/ui/button.tsx';
import { asApiError } from '../../lib/api/failure.ts';
import { paths } from '../../lib/api/paths.ts';
import { request } from '../../lib/api/request.ts';
import { useErrorText } from '../../lib/api/use-error-text.ts';
import { useMayEdit } from '../../lib/me.tsx';

/** Queues a new run of the same frozen domains and options. */
export function LaunchAgain({ run }: { run: RunDetail }) {
  const t = useTranslations('run');
  const router = useRouter();
  const errorText = useErrorText();
  const mayEdit = useMayEdit();
  const launch = useMutation({
    mutationFn: () => request(RunSummary, paths.relaunch(run.id), { method: 'POST' }),
    onSuccess: (next) => router.push(`/runs/${next.id}`),
    onError: (thrown) => toast.error(errorText(asApiError(thrown))),
  });
  if (!mayEdit) return null;
  return (
    <Button pending={launch.isPending} onClick={() => launch.mutate()}>
      <RotateCw aria-hidden />
      {t('launchAgain')}
    </Button>
  );
}
