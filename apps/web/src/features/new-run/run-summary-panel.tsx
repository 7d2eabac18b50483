'use client';

import { type DomainSummary, LIMITS, type RunConfig, type TrainerSummary } from '@combogan/contracts';
import type { ReactNode } from 'react';
import { useTranslations } from 'use-intl';
import { Panel } from '../../components/ui/panel.tsx';
import { useFormat } from '../../lib/format/use-format.ts';
import { adviceForRun } from '../domains/advice.ts';
import { AdviceList } from '../domains/advice-list.tsx';
import { ScheduleFigure } from '../run/schedule-figure.tsx';
import { diskBytes, epochsFor, modelCosts, speedOf, trainingSeconds } from './estimates.ts';

interface RunSummaryPanelProps {
  config: RunConfig;
  /** Of every run of a sweep; without it there is one run. */
  sweep?: readonly RunConfig[];
  domains: readonly DomainSummary[];
  trainers: readonly TrainerSummary[];
  action: ReactNode;
}

/** What the run will take, before it is launched (R10). */
export function RunSummaryPanel({ config, sweep, domains, trainers, action }: RunSummaryPanelProps) {
  const t = useTranslations('newRun');
  const format = useFormat();
  const enough = domains.length >= LIMITS.runDomainsMin;
  const runs = sweep ?? [config];
  const total = (of: (run: RunConfig) => number) => runs.reduce((sum, run) => sum + of(run), 0);
  const speed = speedOf(trainers, runs.length);
  return (
    <Panel title={sweep ? t('sweepSummary') : t('summary')}>
      <div className="flex flex-col gap-4 p-4 pt-3">
        {enough ? (
          <>
            <CostTable config={config} n={domains.length} />
            <dl className="flex flex-col gap-2 text-sm">
              {sweep ? <Line name={t('runs')}>{format.integer(runs.length)}</Line> : null}
              <Line name={sweep ? t('lengthEach') : t('length')}>
                {t('iterationsAndEpochs', {
                  iterations: format.integer(config.iterations),
                  epochs: format.number(epochsFor(config, domains)),
                })}
              </Line>
              <Line name={t('time')}>
                {speed ? format.duration(total((run) => trainingSeconds(run, speed.flops))) : t('timeUnknown')}
                {speed ? (
                  <span className="block text-faint text-xs">{t('timeOn', { trainer: speed.names.join(', ') })}</span>
                ) : null}
              </Line>
              <Line name={t('disk')}>{format.bytes(total((run) => diskBytes(run, domains)))}</Line>
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
