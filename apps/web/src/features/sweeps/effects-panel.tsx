'use client';

import type { LossName, SweepDetail } from '@combogan/contracts';
import { useTranslations } from 'use-intl';
import { Panel } from '../../components/ui/panel.tsx';
import { useFormat } from '../../lib/format/use-format.ts';
import { useValueText } from '../new-run/config-row.tsx';
import { knownLosses, type Row } from './compare.ts';
import { againstBase, mainEffects } from './effects.ts';
import { LossHead } from './loss-name.tsx';

/** Which option moves what: means by value in a grid, and each run against the first in a list. */
export function EffectsPanel({ sweep, rows }: { sweep: SweepDetail; rows: readonly Row[] }) {
  const t = useTranslations('sweep');
  const losses = knownLosses(rows);
  // before the first run has finished there is nothing to tell
  if (losses.length === 0 || !rows.some(({ run }) => run.state === 'finished')) return null;
  const grid = sweep.axes !== null;
  return (
    <Panel title={grid ? t('effects') : t('changes')}>
      <p className="max-w-prose px-4 pt-1 text-muted text-sm">{grid ? t('effectsHelp') : t('changesHelp')}</p>
      <section
        aria-label={grid ? t('effects') : t('changes')}
        // biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolled region must be reachable by keyboard
        tabIndex={0}
        className="relative overflow-x-auto p-4 pt-2"
      >
        {grid ? <MainEffects rows={rows} losses={losses} /> : <Changes rows={rows} losses={losses} />}
      </section>
    </Panel>
  );
}

interface TableProps {
  rows: readonly Row[];
  losses: readonly LossName[];
}

function Head({ first, losses }: { first: readonly string[]; losses: readonly LossName[] }) {
  return (
    <thead className="text-faint text-xs">
      <tr>
        {first.map((text) => (
          <th key={text} scope="col" className="whitespace-nowrap py-1 pr-6 text-left font-normal">
            {text}
          </th>
        ))}
        {losses.map((loss) => (
          <th key={loss} scope="col" className="whitespace-nowrap py-1 pl-6 text-right font-normal">
            <LossHead loss={loss} />
          </th>
        ))}
      </tr>
    </thead>
  );
}

function MainEffects({ rows, losses }: TableProps) {
  const t = useTranslations('sweep');
  const labels = useTranslations('config');
  const format = useFormat();
  const valueText = useValueText();
  const effects = mainEffects(rows, losses);
  const widest = (loss: LossName) => Math.max(...effects.map(({ span }) => span[loss] ?? 0));
  return (
    <table className="text-sm">
      <Head first={[t('option'), t('runs')]} losses={losses} />
      {effects.map(({ field, levels, span }) => (
        <tbody key={field} className="border-line border-t">
          <tr>
            <th scope="rowgroup" className="whitespace-nowrap py-1.5 pr-6 text-left font-medium">
              {labels(`${field}.label`)}
            </th>
            <td />
            {losses.map((loss) => {
              const moved = span[loss];
              const most = moved !== undefined && moved > 0 && moved === widest(loss);
              return (
                <td key={loss} className="whitespace-nowrap py-1.5 pl-6 text-right text-muted">
                  {moved === undefined ? null : (
                    <span className={most ? 'font-semibold text-ink' : undefined}>
                      {t('moves', { by: format.loss(moved) })}
                    </span>
                  )}
                </td>
              );
            })}
          </tr>
          {levels.map(({ value, runs, means }) => (
            <tr key={String(value)} className="text-muted">
              <th scope="row" className="whitespace-nowrap py-1 pr-6 pl-4 text-left font-normal">
                {valueText(field, value)}
              </th>
              <td className="py-1 pr-6">{format.integer(runs)}</td>
              {losses.map((loss) => {
                const mean = means[loss];
                return (
                  <td key={loss} className="py-1 pl-6 text-right">
                    {mean === undefined ? '–' : format.loss(mean)}
                  </td>
                );
              })}
            </tr>
          ))}
        </tbody>
      ))}
    </table>
  );
}

function Changes({ rows, losses }: TableProps) {
  const t = useTranslations('sweep');
  const labels = useTranslations('config');
  const format = useFormat();
  const valueText = useValueText();
  return (
    <table className="text-sm">
      <Head first={[t('change')]} losses={losses} />
      <tbody>
        {againstBase(rows, losses).map(({ runId, changes, ratio }) => (
          <tr key={runId} className="border-line border-t">
            <th scope="row" className="min-w-48 py-1.5 pr-6 text-left font-normal">
              {changes.map(({ field, value }) => `${labels(`${field}.label`)} ${valueText(field, value)}`).join(', ')}
            </th>
            {losses.map((loss) => {
              const of = ratio[loss];
              return (
                <td key={loss} className="whitespace-nowrap py-1.5 pl-6 text-right">
                  {of === undefined ? '–' : format.change(of - 1)}
                </td>
              );
            })}
          </tr>
        ))}
      </tbody>
    </table>
  );
}
