'use client';

import { isEnded, type LossName, type RunConfig } from '@combogan/contracts';
import { clsx } from 'clsx';
import Link from 'next/link';
import { useTranslations } from 'use-intl';
import { Progress } from '../../components/ui/progress.tsx';
import { useFormat } from '../../lib/format/use-format.ts';
import { useValueText } from '../new-run/config-row.tsx';
import { StateBadge } from '../runs/state-badge.tsx';
import type { Row } from './compare.ts';
import type { ProbeChoice } from './probe-choice.ts';
import { Sparkline, type SparklineProps } from './sparkline.tsx';
import { Thumbnails } from './thumbnails.tsx';

interface SweepRowProps {
  row: Row;
  sweepName: string;
  fields: readonly (keyof RunConfig)[];
  losses: readonly LossName[];
  best: ReadonlyMap<LossName, ReadonlySet<string>>;
  spark?: Pick<SparklineProps, 'curve' | 'loss' | 'scale'>;
  choice?: ProbeChoice;
}

export function SweepRow({ row, sweepName, fields, losses, best, spark, choice }: SweepRowProps) {
  const t = useTranslations('sweep');
  const names = useTranslations('series');
  const format = useFormat();
  const valueText = useValueText();
  const { run, losses: reached } = row;
  const { iteration } = run.progress;
  const done = run.state === 'finished';
  const ends = spark?.curve.flatMap(({ means }) => means[spark.loss] ?? []) ?? [];
  const [first, last] = [ends[0], ends.at(-1)];
  return (
    <tr className="border-line border-b align-middle last:border-b-0">
      <th
        scope="row"
        className="sticky left-0 z-10 min-w-44 max-w-64 bg-surface py-2 pr-3 pl-4 font-medium max-sm:max-w-44"
      >
        <Link href={`/runs/${run.id}`} className="hover:underline hover:underline-offset-4">
          {shortName(run.name, sweepName)}
        </Link>
        <span className="mt-1 flex flex-wrap items-center gap-x-2 gap-y-1 font-normal text-muted text-xs">
          <StateBadge state={run.state} />
          {done ? null : (
            <span>
              {format.integer(iteration)}
              <span className="text-faint"> / {format.integer(run.iterations)}</span>
            </span>
          )}
        </span>
        {isEnded(run.state) || iteration === 0 ? null : (
          <span className="mt-1.5 block">
            <Progress value={iteration / run.iterations} label={t('progressOf', { name: run.name })} />
          </span>
        )}
        {run.failure ? <p className="mt-1 font-normal text-bad-ink text-xs">{run.failure.message}</p> : null}
      </th>
      {fields.map((field) => (
        <td key={field} className="whitespace-nowrap px-3 py-2">
          {valueText(field, run.config[field])}
        </td>
      ))}
      {losses.map((loss) => {
        const value = reached[loss];
        const isBest = best.get(loss)?.has(run.id) ?? false;
        return (
          <td key={loss} className={clsx('whitespace-nowrap px-3 py-2', !done && 'text-faint')}>
            <span className={clsx(isBest && 'font-semibold')}>{value === undefined ? '–' : format.loss(value)}</span>
            {isBest ? <BestMark /> : null}
          </td>
        );
      })}
      {spark ? (
        <td className="px-3 py-1">
          {first !== undefined && last !== undefined ? (
            <Sparkline
              {...spark}
              label={t('curveFromTo', { loss: names(spark.loss), from: format.loss(first), to: format.loss(last) })}
            />
          ) : null}
        </td>
      ) : null}
      {choice ? (
        <td className="px-3 py-1 pr-4">
          <Thumbnails run={run} choice={choice} />
        </td>
      ) : null}
    </tr>
  );
}

export function BestMark() {
  const t = useTranslations('sweep');
  return <span className="ml-1.5 rounded-sm bg-ink px-1 py-px font-medium text-2xs text-on-ink">{t('best')}</span>;
}

/** A run of a sweep without the sweep's own name, which stands above all of them. */
const shortName = (name: string, sweep: string): string =>
  name.startsWith(`${sweep} · `) ? name.slice(sweep.length + 3) : name;
