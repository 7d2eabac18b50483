'use client';

import type { TrainerSummary } from '@combogan/contracts';
import { useQuery } from '@tanstack/react-query';
import { clsx } from 'clsx';
import Link from 'next/link';
import { useTranslations } from 'use-intl';
import { CopyLine } from '../../components/ui/copy-line.tsx';
import { Notice } from '../../components/ui/notice.tsx';
import { TimeAgo } from '../../components/ui/time-ago.tsx';
import { trainersQuery } from '../../lib/api/queries.ts';
import { useFormat } from '../../lib/format/use-format.ts';

/** The machines that train, and what to do when there is none. */
export function TrainerStrip() {
  const t = useTranslations('trainers');
  const { data } = useQuery(trainersQuery);
  if (!data) return null;
  const online = data.trainers.some((trainer) => trainer.online);
  return (
    <section aria-label={t('title')} className="flex flex-col gap-3">
      {online ? null : (
        <Notice tone="warn" title={t('none')}>
          <p className="mb-2 text-muted">{t('noneHelp')}</p>
          <CopyLine
            text={`npm run --silent trainer -- connect --url ${window.location.origin} --token-file TOKEN_FILE`}
          />
        </Notice>
      )}
      {data.trainers.length > 0 ? (
        <ul className="flex flex-wrap gap-x-8 gap-y-2 text-sm">
          {data.trainers.map((trainer) => (
            <Trainer key={trainer.id} trainer={trainer} />
          ))}
        </ul>
      ) : null}
    </section>
  );
}

function Trainer({ trainer }: { trainer: TrainerSummary }) {
  const t = useTranslations('trainers');
  const format = useFormat();
  const { online, currentRun } = trainer;
  return (
    <li className="flex min-w-0 flex-wrap items-baseline gap-x-2">
      <span
        aria-hidden
        className={clsx('size-2 self-center rounded-full', online ? 'bg-live' : 'border border-line-strong')}
      />
      <span className="font-medium">{trainer.name}</span>
      <span className="text-muted">
        {[
          trainer.engine,
          trainer.device,
          trainer.flops ? t('flops', { value: format.number(trainer.flops / 1e9) }) : null,
        ]
          .filter(Boolean)
          .join(' · ')}
      </span>
      {online && currentRun ? (
        <Link href={`/runs/${currentRun.id}`} className="underline decoration-line-strong underline-offset-4">
          {t('training', { run: currentRun.name })}
        </Link>
      ) : null}
      {online && !currentRun ? <span className="text-faint">{t('idle')}</span> : null}
      {online ? null : (
        <span className="text-faint">
          {t('offline')} {trainer.lastSeenAt ? <TimeAgo at={trainer.lastSeenAt} /> : null}
        </span>
      )}
    </li>
  );
}
