'use client';

import type { LogEntry } from '@combogan/contracts';
import { clsx } from 'clsx';
import { memo } from 'react';
import { useTranslations } from 'use-intl';
import { useFormat } from '../../lib/format/use-format.ts';
import { useChangeText } from './use-change-text.ts';

/** State changes and the trainer's own lines, the newest first. */
export const RunLog = memo(function RunLog({ log }: { log: readonly LogEntry[] }) {
  const t = useTranslations('run');
  const format = useFormat();
  const text = useEntryText();
  if (log.length === 0) return <p className="text-muted text-sm">{t('logEmpty')}</p>;
  return (
    <ol className="flex max-h-96 flex-col overflow-y-auto" reversed>
      {[...log].reverse().map((entry) => (
        <li key={entry.seq} className="grid grid-cols-[auto_minmax(0,1fr)] gap-x-4 py-1 text-sm">
          <time dateTime={entry.at} title={format.moment(entry.at)} className="text-faint text-xs leading-5">
            {format.clock(entry.at)}
          </time>
          <span className={clsx('whitespace-pre-wrap', TONE[toneOf(entry)])}>{text(entry)}</span>
        </li>
      ))}
    </ol>
  );
});

const TONE = { bad: 'text-bad-ink', warn: 'text-warn-ink', plain: '', quiet: 'text-muted' } as const;

function toneOf({ event }: LogEntry): keyof typeof TONE {
  if (event.kind === 'state') return event.state === 'failed' ? 'bad' : event.cause === 'lost' ? 'warn' : 'plain';
  if (event.kind === 'change') return 'plain';
  if (event.kind !== 'log' || event.level === 'info') return 'quiet';
  return event.level === 'error' ? 'bad' : 'warn';
}

function useEntryText(): (entry: LogEntry) => string {
  const t = useTranslations('run');
  const runs = useTranslations('runs');
  const states = useTranslations('state');
  const format = useFormat();
  const changeText = useChangeText();
  return ({ event }) => {
    if (event.kind === 'log') return event.message;
    if (event.kind === 'change')
      return [changeText(event.changes), event.by ? t('byPerson', { name: event.by }) : null]
        .filter(Boolean)
        .join(' · ');
    if (event.kind === 'applied')
      return t('changeTaken', { number: event.number, iteration: format.integer(event.iteration) });
    if (event.kind !== 'state') return '';
    return [
      states(event.state),
      event.trainer ? t('onTrainer', { trainer: event.trainer }) : null,
      event.by ? t('byPerson', { name: event.by }) : null,
      event.cause ? t(`cause.${event.cause}`) : null,
      event.resumesFrom === undefined ? null : runs('resumesFrom', { iteration: format.integer(event.resumesFrom) }),
      event.failure?.message ?? null,
    ]
      .filter(Boolean)
      .join(' · ');
  };
}
