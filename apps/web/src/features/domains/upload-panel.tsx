'use client';

import type { ImageRole } from '@combogan/contracts';
import { X } from 'lucide-react';
import { useTranslations } from 'use-intl';
import { Button } from '../../components/ui/button.tsx';
import { IconButton } from '../../components/ui/icon-button.tsx';
import { Panel } from '../../components/ui/panel.tsx';
import { Progress } from '../../components/ui/progress.tsx';
import { useErrorText } from '../../lib/api/use-error-text.ts';
import { useFormat } from '../../lib/format/use-format.ts';
import type { UploadQueue, UploadView } from './upload-queue.ts';

interface UploadPanelProps {
  queue: UploadQueue;
  view: UploadView;
  role: ImageRole;
}

/** What is on its way, what came of the last batch, and every refused file with its reason. */
export function UploadPanel({ queue, view, role }: UploadPanelProps) {
  if (view.files === 0 && view.refused.length === 0) return null;
  return (
    <div className="grid gap-3">
      {view.files > 0 ? <Batch queue={queue} view={view} /> : null}
      {view.refused.length > 0 ? <RefusedFiles queue={queue} view={view} role={role} /> : null}
    </div>
  );
}

function Batch({ queue, view }: Omit<UploadPanelProps, 'role'>) {
  const t = useTranslations('upload');
  const format = useFormat();
  const busy = view.settled < view.files;
  const sent = view.sentBytes + view.sending.reduce((sum, file) => sum + file.sent, 0);
  return (
    <Panel label={t('title')}>
      <div className="flex flex-col gap-3 p-4">
        <div className="flex flex-wrap items-center justify-between gap-x-4 gap-y-2">
          <p role="status" className="font-medium text-sm">
            {busy
              ? t('busy', { settled: view.settled, files: view.files })
              : t('done', { added: view.added, files: view.files })}
            {view.duplicates > 0 ? (
              <span className="font-normal text-muted"> · {t('duplicates', { count: view.duplicates })}</span>
            ) : null}
          </p>
          {busy ? (
            <div className="flex items-center gap-3">
              <span className="text-muted text-xs">
                {format.bytes(sent)} / {format.bytes(view.bytes)}
              </span>
              <Button size="sm" onClick={() => queue.cancel()}>
                {t('cancel')}
              </Button>
            </div>
          ) : null}
        </div>
        {busy ? (
          <>
            <Progress value={view.bytes > 0 ? sent / view.bytes : 0} label={t('total')} />
            <ul className="grid gap-2 sm:grid-cols-3">
              {view.sending.map((file) => (
                <li key={file.id} className="min-w-0">
                  <p className="mb-1 truncate text-muted text-xs">{file.name}</p>
                  <Progress value={file.bytes > 0 ? file.sent / file.bytes : 1} label={file.name} />
                </li>
              ))}
            </ul>
          </>
        ) : null}
      </div>
    </Panel>
  );
}

function RefusedFiles({ queue, view, role }: UploadPanelProps) {
  const t = useTranslations('upload');
  const errorText = useErrorText();
  const retryable = view.refused.some(({ file }) => file !== null);
  return (
    <Panel label={t('refusedTitle')} className="border-bad/40">
      <header className="flex items-center justify-between gap-3 py-2 pr-2 pl-4">
        <h2 className="font-medium text-bad-ink text-sm">{t('refused', { count: view.refused.length })}</h2>
        <div className="flex items-center gap-1">
          {retryable ? (
            <Button size="sm" onClick={() => queue.retry(role)}>
              {t('retry')}
            </Button>
          ) : null}
          <IconButton label={t('dismiss')} onClick={() => queue.dismissRefused()}>
            <X aria-hidden />
          </IconButton>
        </div>
      </header>
      <ul className="max-h-64 overflow-y-auto border-line border-t text-sm">
        {view.refused.map(({ id, name, error }) => (
          <li
            key={id}
            className="grid gap-x-4 border-line border-b px-4 py-2 last:border-b-0 sm:grid-cols-[minmax(8rem,1fr)_2fr]"
          >
            <span className="truncate font-medium">{name}</span>
            <span className="text-muted">{errorText(error)}</span>
          </li>
        ))}
      </ul>
    </Panel>
  );
}
