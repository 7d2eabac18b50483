'use client';

import { type DomainSummary, LIMITS, type RunConfig, type TrainerSummary } from '@combogan/contracts';
import type { ReactNode } from 'react';
import { useTranslations } from 'use-intl';
import { Panel } from '../../components/ui/panel.tsx';
import { useFormat } from '../../lib/format/use-format.ts';
import { adviceForRun } from '../domains/advice.ts';
import { AdviceList } from '../domains/advice-list.tsx';
import { ScheduleFigure } from '../run/schedule-figure.tsx';
import { diskBytes, epochsFor, modelCosts, trainingSeconds } from './estimates.ts';

interface RunSummaryPanelProps {
  config: RunConfig;
  domains: readonly DomainSummary[];
  trainers: readonly TrainerSummary[];
  action: ReactNode;
}

/** What the run will take, before it is launched (R10). */
export function RunSummaryPanel({ config, domains, trainers, action }: RunSummaryPanelProps) {
  const t = useTranslations('newRun');
  const format = useFormat();
  const enough = domains.length >= LIMITS.runDomainsMin;
  const measured = trainers.filter(({ flops }) => flops !== null);
  const trainer = measured.find(({ online }) => online) ?? measured[0];
  return (
    <Panel title={t('summary')}>
      <div className="flex flex-col gap-4 p-4 pt-3">
        {enough ? (
          <>
            <CostTable config={config} n={domains.length} />
            <dl className="flex flex-col gap-2 text-sm">
              <Line name={t('length')}>
                {t('iterationsAndEpochs', {
                  iterations: format.integer(config.iterations),
                  epochs: format.number(epochsFor(config, domains)),
                })}
              </Line>
              <Line name={t('time')}>
                {trainer?.flops ? format.duration(trainingSeconds(config, trainer.flops)) : t('timeUnknown')}
                {trainer ? (
                  <span className="block text-faint text-xs">{t('timeOn', { trainer: trainer.name })}</span>
                ) : null}
              </Line>
              <Line name={t('disk')}>{format.bytes(diskBytes(config, domains))}</Line>
            </dl>
          </>
        ) : (
          <p className="text-muted text-sm">{t('chooseTwo')}</p>
        )}
        <div>
          <p className="mb-1.5 text-faint text-xs">{t('schedule')}</p>
          <ScheduleFigure iterations={config.iterations} decayIterations={config.decayIterations} />
        </div>
        <AdviceList advice={adviceForRun(domains, config.size)} />
        {action}
      </div>
    </Panel>
  );
}

function Line({ name, children }: { name: string; children: ReactNode }) {
  return (
    <div className="flex justify-between gap-4">
      <dt className="text-muted">{name}</dt>
      <dd className="text-right">{children}</dd>
    </div>
  );
}

function CostTable({ config, n }: { config: RunConfig; n: number }) {
  const t = useTranslations('newRun');
  const format = useFormat();
  const { combogan, cyclegan } = modelCosts(config, n);
  const rows = [
    { name: t('generators'), here: combogan.generators, there: cyclegan.generators, show: format.integer },
    { name: t('discriminators'), here: combogan.discriminators, there: cyclegan.discriminators, show: format.integer },
    { name: t('parameters'), here: combogan.parameters, there: cyclegan.parameters, show: format.compact },
  ];
  return (
    <table className="w-full text-sm">
      <caption className="sr-only">{t('costCaption', { n })}</caption>
      <thead className="text-faint text-xs">
        <tr>
          <td />
          <th scope="col" className="pb-1 text-right font-normal">
            {t('here')}
          </th>
          <th scope="col" className="pb-1 text-right font-normal">
            {t('cyclegan')}
          </th>
        </tr>
      </thead>
      <tbody>
        {rows.map(({ name, here, there, show }) => (
          <tr key={name} className="border-line border-t">
            <th scope="row" className="py-1.5 text-left font-normal text-muted">
              {name}
            </th>
            <td className="py-1.5 text-right">{show(here)}</td>
            <td className="py-1.5 text-right text-faint">{show(there)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
