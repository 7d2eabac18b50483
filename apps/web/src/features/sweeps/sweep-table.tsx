'use client';

import type { LossName, SweepDetail, SweepLosses } from '@combogan/contracts';
import { useState } from 'react';
import { useTranslations } from 'use-intl';
import { Select } from '../../components/ui/select.tsx';
import { bestRuns, differingFields, knownLosses, type Row, type Sorting, sorted } from './compare.ts';
import { LossHead } from './loss-name.tsx';
import { probeChoices } from './probe-choice.ts';
import { SortHead } from './sort-head.tsx';
import { scaleOf } from './sparkline.tsx';
import { SweepRow } from './sweep-row.tsx';
import { ProbeImage } from './thumbnails.tsx';

interface SweepTableProps {
  sweep: SweepDetail;
  rows: readonly Row[];
  losses: SweepLosses['runs'];
}

/** A row per run: what sets it apart, how far it is, what it has reached, and what it makes of one probe. */
export function SweepTable({ sweep, rows, losses }: SweepTableProps) {
  const t = useTranslations('sweep');
  const names = useTranslations('series');
  const options = useTranslations('config');
  const [sorting, setSorting] = useState<Sorting | null>(null);
  const [curveOf, setCurveOf] = useState<LossName>('cycle');
  const [probe, setProbe] = useState(0);
  const fields = differingFields(sweep.runs);
  const known = knownLosses(rows);
  const best = bestRuns(rows);
  const choices = probeChoices(sweep.runs);
  const choice = choices[probe] ?? choices[0];
  const shownLoss = known.includes(curveOf) ? curveOf : known[0];
  const curves = new Map(losses.map(({ runId, curve }) => [runId, curve]));
  const longest = Math.max(...sweep.runs.map(({ iterations }) => iterations));
  const scale = shownLoss && scaleOf([...curves.values()], shownLoss, longest);
  const head = { sorting, onSort: setSorting };
  return (
    // a keyboard scrolls it, so it can be focused
    <section
      aria-label={t('table')}
      // biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolled region must be reachable by keyboard
      tabIndex={0}
      className="relative overflow-x-auto rounded-lg border border-line bg-surface"
    >
      <table className="w-full border-collapse text-left text-sm">
        <caption className="sr-only">{t('caption')}</caption>
        <thead className="border-line border-b text-faint text-xs">
          <tr>
            <SortHead column={{ kind: 'run' }} {...head} className="sticky left-0 z-10 bg-surface pl-4">
              {t('run')}
            </SortHead>
            {fields.map((field) => (
              <SortHead key={field} column={{ kind: 'option', field }} {...head}>
                {options(`${field}.label`)}
              </SortHead>
            ))}
            {known.map((loss) => (
              <SortHead key={loss} column={{ kind: 'loss', loss }} {...head}>
                <LossHead loss={loss} />
              </SortHead>
            ))}
            {shownLoss ? (
              <th scope="col" className="px-3 py-1 font-normal">
                <Select
                  aria-label={t('curve')}
                  value={shownLoss}
                  options={known.map((loss) => ({ value: loss, label: t('curveOf', { loss: names(loss) }) }))}
                  onChange={setCurveOf}
                  className="h-7 w-auto min-w-28 text-xs"
                />
              </th>
            ) : null}
            {choice ? (
              <th scope="col" className="px-3 py-1 pr-4 font-normal">
                <span className="flex items-center gap-2">
                  <ProbeImage runs={sweep.runs} choice={choice} />
                  <Select
                    aria-label={t('probe')}
                    value={String(choice.row)}
                    options={choices.map(({ row, name, probe: number }) => ({
                      value: String(row),
                      label: t('probeOf', { name, number: number + 1 }),
                    }))}
                    onChange={(row) => setProbe(choices.findIndex((other) => String(other.row) === row))}
                    className="h-7 w-auto min-w-32 text-xs"
                  />
                </span>
              </th>
            ) : null}
          </tr>
        </thead>
        <tbody>
          {sorted(rows, sorting).map((row) => (
            <SweepRow
              key={row.run.id}
              row={row}
              sweepName={sweep.name}
              fields={fields}
              losses={known}
              best={best}
              spark={shownLoss && scale ? { loss: shownLoss, scale, curve: curves.get(row.run.id) ?? [] } : undefined}
              choice={choice}
            />
          ))}
        </tbody>
      </table>
    </section>
  );
}
