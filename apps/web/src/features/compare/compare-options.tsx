'use client';

import type { RunDetail } from '@combogan/contracts';
import Link from 'next/link';
import { useTranslations } from 'use-intl';
import { Panel } from '../../components/ui/panel.tsx';
import { domainColor } from '../../lib/domain-colors.ts';
import { useFormat } from '../../lib/format/use-format.ts';
import type { ConfigField } from '../new-run/config-groups.ts';
import { useValueText } from '../new-run/config-row.tsx';
import { StateBadge } from '../runs/state-badge.tsx';
import { differingOptions } from './differing-options.ts';

/** The runs, and only what differs in their options. */
export function CompareOptions({ runs }: { runs: readonly RunDetail[] }) {
  const t = useTranslations('compare');
  const config = useTranslations('config');
  const valueText = useValueText();
  const format = useFormat();
  const fields = differingOptions(runs.map((run) => run.config)) as ConfigField[];
  return (
    <Panel label={t('options')}>
      <div className="overflow-x-auto">
        <table className="w-full text-left text-sm">
          <thead className="text-faint text-xs">
            <tr>
              <th scope="col" className="px-4 py-2 font-normal">
                {t('run')}
              </th>
              <th scope="col" className="px-3 py-2 font-normal">
                {t('state')}
              </th>
              <th scope="col" className="px-3 py-2 text-right font-normal">
                {t('iteration')}
              </th>
              {fields.map((field) => (
                <th key={field} scope="col" className="px-3 py-2 text-right font-normal">
                  {config(`${field}.label`)}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {runs.map((run, i) => (
              <tr key={run.id} className="border-line border-t">
                <th scope="row" className="px-4 py-2 font-medium">
                  <Link href={`/runs/${run.id}`} className="inline-flex items-center gap-2 hover:underline">
                    <span aria-hidden className="size-2.5 shrink-0 rounded-xs" style={{ background: domainColor(i) }} />
                    {run.name}
                  </Link>
                </th>
                <td className="px-3 py-2">
                  <StateBadge state={run.state} />
                </td>
                <td className="whitespace-nowrap px-3 py-2 text-right">
                  {format.integer(run.progress.iteration)}
                  <span className="text-faint"> / {format.integer(run.iterations)}</span>
                </td>
                {fields.map((field) => (
                  <td key={field} className="whitespace-nowrap px-3 py-2 text-right">
                    {valueText(field, run.config[field])}
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      {fields.length === 0 ? <p className="px-4 pt-1 pb-3 text-muted text-sm">{t('sameOptions')}</p> : null}
    </Panel>
  );
}
