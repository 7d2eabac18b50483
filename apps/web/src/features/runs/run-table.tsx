'use client';

import type { RunSummary } from '@combogan/contracts';
import Link from 'next/link';
import { useTranslations } from 'use-intl';
import { DomainChip } from '../../components/ui/domain-chip.tsx';
import { TimeAgo } from '../../components/ui/time-ago.tsx';
import { useFormat } from '../../lib/format/use-format.ts';
import { ChooseRun, type RunChoice } from './choose-run.tsx';
import { StateBadge } from './state-badge.tsx';

const NAMED_DOMAINS = 4;

/** Seconds a run trained, when it began at all. */
const trainedFor = (run: RunSummary): number | null =>
  run.startedAt && run.endedAt ? (Date.parse(run.endedAt) - Date.parse(run.startedAt)) / 1000 : null;

/** Runs that have ended, densely. On a phone each row becomes a block of two lines. */
export function RunTable({ runs, choice }: { runs: readonly RunSummary[]; choice: RunChoice }) {
  const t = useTranslations('runs');
  const format = useFormat();
  const cell = 'px-3 py-2 align-top max-sm:block max-sm:p-0';
  return (
    <div className="overflow-hidden rounded-lg border border-line bg-surface">
      <table className="w-full border-collapse text-left text-sm max-sm:block">
        <thead className="border-line border-b text-faint text-xs max-sm:sr-only">
          <tr>
            <th scope="col" className="px-3 py-2 pl-4 font-normal">
              {t('name')}
            </th>
            <th scope="col" className="px-3 py-2 font-normal">
              {t('stateColumn')}
            </th>
            <th scope="col" className="px-3 py-2 font-normal">
              {t('domains')}
            </th>
            <th scope="col" className="px-3 py-2 text-right font-normal">
              {t('iterations')}
            </th>
            <th scope="col" className="px-3 py-2 text-right font-normal">
              {t('duration')}
            </th>
            <th scope="col" className="px-3 py-2 pr-4 text-right font-normal">
              {t('launched')}
            </th>
          </tr>
        </thead>
        <tbody className="max-sm:block">
          {runs.map((run) => {
            const seconds = trainedFor(run);
            return (
              <tr
                key={run.id}
                className="relative border-line border-b last:border-b-0 hover:bg-hover max-sm:flex max-sm:flex-wrap max-sm:items-center max-sm:gap-x-3 max-sm:gap-y-1 max-sm:px-4 max-sm:py-3"
              >
                <th scope="row" className={`${cell} pl-4 font-medium max-sm:w-full max-sm:pl-0`}>
                  <span className="flex items-center gap-3">
                    <ChooseRun run={run} choice={choice} />
                    <Link href={`/runs/${run.id}`} className="after:absolute after:inset-0">
                      {run.name}
                    </Link>
                  </span>
                  {run.failure ? (
                    <p className="mt-0.5 max-w-prose font-normal text-bad-ink text-xs">{run.failure.message}</p>
                  ) : null}
                </th>
                <td className={cell}>
                  <StateBadge state={run.state} />
                </td>
                <td className={`${cell} max-w-72 text-muted max-sm:max-w-full`}>
                  <ul className="flex flex-wrap gap-x-3 gap-y-0.5">
                    {run.domains.slice(0, NAMED_DOMAINS).map((domain, i) => (
                      <li key={domain.key}>
                        <DomainChip name={domain.name} index={i} />
                      </li>
                    ))}
                    {run.domains.length > NAMED_DOMAINS ? (
                      <li>{t('moreDomains', { count: run.domains.length - NAMED_DOMAINS })}</li>
                    ) : null}
                  </ul>
                </td>
                <td className={`${cell} whitespace-nowrap text-right`}>
                  {format.integer(run.progress.iteration)}
                  <span className="text-faint"> / {format.integer(run.iterations)}</span>
                </td>
                <td className={`${cell} whitespace-nowrap text-right text-muted max-sm:hidden`}>
                  {seconds === null ? null : format.duration(seconds)}
                </td>
                <td className={`${cell} pr-4 text-right text-muted`}>
                  <TimeAgo at={run.createdAt} />
                </td>
              </tr>
            );
          })}
        </tbody>
      </table>
    </div>
  );
}
