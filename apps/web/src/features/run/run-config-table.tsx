'use client';

import { RunConfig, type RunDetail } from '@combogan/contracts';
import { clsx } from 'clsx';
import { useTranslations } from 'use-intl';
import { CONFIG_GROUPS, type ConfigField, type ConfigGroup } from '../new-run/config-groups.ts';
import { useValueText } from '../new-run/config-row.tsx';

/** Every option the run was launched with; what differs from the default stands out. */
export function RunConfigTable({ run }: { run: RunDetail }) {
  const t = useTranslations('run');
  const groups = useTranslations('newRun');
  const labels = useTranslations('config');
  const valueText = useValueText();
  const { config } = run;
  // loadSize and decayIterations are compared with what they would be for this size and length
  const plain = RunConfig.parse({});
  const beside = RunConfig.safeParse({ size: config.size, iterations: config.iterations });
  const followed = beside.success ? beside.data : plain;
  const defaultOf = (field: ConfigField) =>
    field === 'loadSize' || field === 'decayIterations' ? followed[field] : plain[field];
  return (
    <div className="grid gap-x-10 gap-y-6 sm:grid-cols-2 xl:grid-cols-3">
      {(Object.keys(CONFIG_GROUPS) as ConfigGroup[]).map((group) => (
        <section key={group}>
          <h3 className="pb-1 font-medium text-sm">{groups(`groups.${group}`)}</h3>
          <dl className="text-sm">
            {CONFIG_GROUPS[group].map((field) => {
              const changed = config[field] !== defaultOf(field);
              return (
                <div key={field} className="flex justify-between gap-4 border-line border-t py-1">
                  <dt className={clsx(changed ? 'text-ink' : 'text-muted')}>{labels(`${field}.label`)}</dt>
                  <dd className="text-right">
                    <span className={clsx(changed && 'font-semibold')}>{valueText(field, config[field])}</span>
                    {changed ? (
                      <span className="block text-faint text-xs">
                        {t('insteadOf', { value: valueText(field, defaultOf(field)) })}
                      </span>
                    ) : null}
                  </dd>
                </div>
              );
            })}
          </dl>
        </section>
      ))}
    </div>
  );
}
