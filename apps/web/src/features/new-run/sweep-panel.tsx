'use client';

import { LIMITS, type Options, type OptionValue } from '@combogan/contracts';
import { X } from 'lucide-react';
import { useTranslations } from 'use-intl';
import { Button } from '../../components/ui/button.tsx';
import { IconButton } from '../../components/ui/icon-button.tsx';
import { Panel } from '../../components/ui/panel.tsx';
import { Segmented } from '../../components/ui/segmented.tsx';
import { Select } from '../../components/ui/select.tsx';
import { CONFIG_GROUPS, type ConfigField } from './config-groups.ts';
import { useValueText } from './config-row.tsx';
import { SweepAxisRow } from './sweep-axis.tsx';
import type { SweepDraft, SweepEvaluation } from './sweep-draft.ts';
import { talkSweep } from './talk-sweep.ts';

interface SweepPanelProps {
  sweep: SweepDraft;
  evaluation: SweepEvaluation;
  onChange: (sweep: SweepDraft) => void;
}

const FIELDS: readonly ConfigField[] = Object.values(CONFIG_GROUPS).flat();

/** Which options a sweep varies, and the runs that come of it. */
export function SweepPanel({ sweep, evaluation, onChange }: SweepPanelProps) {
  const t = useTranslations('sweepForm');
  const labels = useTranslations('config');
  const free = FIELDS.filter((field) => !sweep.axes.some((axis) => axis.field === field));
  const set = (n: number, values: OptionValue[]) =>
    onChange({ ...sweep, axes: sweep.axes.map((axis, at) => (at === n ? { ...axis, values } : axis)) });
  const { count, runs, wrong, tooManyAxes } = evaluation;
  return (
    <Panel
      title={t('title')}
      tools={
        <Button size="sm" onClick={() => onChange(talkSweep(t('talkBest')))}>
          {t('talk')}
        </Button>
      }
    >
      <div className="flex flex-col gap-3 px-4 pt-2 pb-4">
        <p className="max-w-prose text-muted text-sm">{sweep.design === 'grid' ? t('gridHelp') : t('eachHelp')}</p>
        <div>
          <Segmented
            label={t('design')}
            value={sweep.design}
            options={[
              { value: 'grid', label: t('grid') },
              { value: 'each', label: t('each') },
            ]}
            onChange={(design) => onChange({ ...sweep, design })}
          />
        </div>
        <div>
          {sweep.axes.map((axis, n) => (
            <SweepAxisRow
              key={axis.field}
              axis={axis}
              wrong={wrong.get(n)}
              onChange={(values) => set(n, values)}
              onRemove={() => onChange({ ...sweep, axes: sweep.axes.filter((_, at) => at !== n) })}
            />
          ))}
          {sweep.design === 'each'
            ? sweep.extra.map((point, n) => (
                <ExtraPoint
                  key={point.name}
                  point={point}
                  onRemove={() => onChange({ ...sweep, extra: sweep.extra.filter((_, at) => at !== n) })}
                />
              ))
            : null}
        </div>
        <Select
          aria-label={t('addOption')}
          value=""
          options={[
            { value: '', label: t('addOption') },
            ...free.map((field) => ({ value: field, label: labels(`${field}.label`) })),
          ]}
          onChange={(field) => field && onChange({ ...sweep, axes: [...sweep.axes, { field, values: [] }] })}
          className="max-w-64"
        />
        {tooManyAxes ? (
          <p role="alert" className="text-bad-ink text-sm">
            {t('tooManyOptions', { most: LIMITS.sweepAxes })}
          </p>
        ) : null}
        {count > LIMITS.sweepRuns ? (
          <p role="alert" className="text-bad-ink text-sm">
            {t('tooManyRuns', { count, most: LIMITS.sweepRuns })}
          </p>
        ) : null}
        <p role="status" className="font-medium text-sm">
          {t('makes', { count })}
        </p>
        {runs.length > 0 ? (
          <ol className="grid list-inside list-decimal gap-x-6 text-muted text-xs sm:grid-cols-2">
            {runs.map(({ label, set: changes }) => (
              <li key={label}>
                <Changes label={label} changes={changes} />
              </li>
            ))}
          </ol>
        ) : null}
      </div>
    </Panel>
  );
}

/** What a run changes, in the reader's words. */
function Changes({ label, changes }: { label?: string; changes: Options }) {
  const t = useTranslations('sweepForm');
  const labels = useTranslations('config');
  const valueText = useValueText();
  const fields = Object.keys(changes) as ConfigField[];
  if (fields.length === 0) return t('base');
  const text = fields
    .map((field) => {
      const value = changes[field] ?? null;
      return `${labels(`${field}.label`)} ${value === null ? t('default') : valueText(field, value as never)}`;
    })
    .join(', ');
  return <span title={label}>{text}</span>;
}

function ExtraPoint({ point, onRemove }: { point: SweepDraft['extra'][number]; onRemove: () => void }) {
  const t = useTranslations('sweepForm');
  return (
    <div className="flex items-center gap-3 border-line border-t py-3 text-sm">
      <span className="min-w-36 font-medium">{point.name}</span>
      <span className="text-muted">
        <Changes changes={point.set} />
      </span>
      <IconButton label={t('removeRun', { name: point.name })} onClick={onRemove} className="ml-auto">
        <X aria-hidden />
      </IconButton>
    </div>
  );
}
