'use client';

import type { DomainSummary } from '@combogan/contracts';
import { useState } from 'react';
import { useTranslations } from 'use-intl';
import { Field, Input } from '../../components/ui/field.tsx';
import { Panel } from '../../components/ui/panel.tsx';
import { useFormat } from '../../lib/format/use-format.ts';
import { ConfigGroupPanel } from './config-group.tsx';
import { CONFIG_GROUPS, type ConfigField, type ConfigGroup } from './config-groups.ts';
import { ConfigRow, useValueText } from './config-row.tsx';
import { type Draft, type Evaluation, groupsWithIssues } from './draft.ts';
import { epochsFor } from './estimates.ts';
import type { DraftErrors } from './use-draft-errors.ts';

interface ConfigFormProps {
  draft: Draft;
  evaluation: Evaluation;
  errors: DraftErrors;
  suggestedName: string;
  chosen: readonly DomainSummary[];
  /** Options that a sweep varies. */
  swept?: ReadonlySet<ConfigField>;
  onChange: (draft: Draft) => void;
}

const MORE_GROUPS = (Object.keys(CONFIG_GROUPS) as ConfigGroup[]).filter((group) => group !== 'essentials');

/** Every option of the run, in groups. */
export function ConfigForm({ draft, evaluation, errors, suggestedName, chosen, swept, onChange }: ConfigFormProps) {
  const t = useTranslations('newRun');
  const labels = useTranslations('config');
  const format = useFormat();
  const valueText = useValueText();
  const [opened, setOpened] = useState<ReadonlySet<ConfigGroup>>(new Set());
  const { config, defaults, issues } = evaluation;
  const wrong = groupsWithIssues(issues);
  const set = (field: ConfigField, value: string | boolean | undefined) => {
    const { [field]: _, ...values } = draft.values;
    onChange({ ...draft, values: value === undefined ? values : { ...values, [field]: value } });
  };
  const row = (field: ConfigField) => (
    <ConfigRow
      key={field}
      field={field}
      entered={draft.values[field]}
      fallback={defaults[field]}
      error={errors[field]}
      note={
        swept?.has(field)
          ? t('swept')
          : field === 'iterations' && chosen.length > 0
            ? t('epochs', { epochs: format.number(epochsFor(config, chosen)) })
            : undefined
      }
      onChange={(value) => set(field, value)}
    />
  );
  return (
    <div className="flex flex-col gap-3">
      <Panel title={t('groups.essentials')}>
        <div className="px-4 pt-3 pb-2">
          <div className="grid gap-4 pb-4 sm:grid-cols-2">
            <Field label={t('name')} error={errors.name}>
              {(control) => (
                <Input
                  {...control}
                  value={draft.name ?? suggestedName}
                  autoComplete="off"
                  onChange={(event) => onChange({ ...draft, name: event.target.value })}
                />
              )}
            </Field>
            <div className="flex flex-col gap-1.5">
              <p className="font-medium text-sm">{labels('preset.label')}</p>
              <p className="text-sm">{labels('preset.paper')}</p>
              <p className="text-muted text-xs">{labels('preset.help')}</p>
            </div>
          </div>
          {CONFIG_GROUPS.essentials.map(row)}
        </div>
      </Panel>
      {MORE_GROUPS.map((group) => (
        <ConfigGroupPanel
          key={group}
          group={group}
          changed={CONFIG_GROUPS[group].filter((field) => draft.values[field] !== undefined).length}
          open={opened.has(group) || wrong.includes(group)}
          onOpenChange={(open) =>
            setOpened((groups) => new Set(open ? [...groups, group] : [...groups].filter((other) => other !== group)))
          }
          digest={CONFIG_GROUPS[group]
            .map((field) => `${labels(`${field}.label`)} ${valueText(field, config[field])}`)
            .join(' · ')}
        >
          {CONFIG_GROUPS[group].map(row)}
        </ConfigGroupPanel>
      ))}
    </div>
  );
}
