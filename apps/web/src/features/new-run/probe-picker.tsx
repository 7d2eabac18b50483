'use client';

import type { DomainSummary } from '@combogan/contracts';
import { useState } from 'react';
import { useTranslations } from 'use-intl';
import { Button } from '../../components/ui/button.tsx';
import { DomainChip } from '../../components/ui/domain-chip.tsx';
import { paths } from '../../lib/api/paths.ts';
import { ProbeDialog } from './probe-dialog.tsx';

type Probes = Readonly<Record<string, readonly string[]>>;

interface ProbePickerProps {
  /** The chosen domains, in their order. */
  domains: readonly DomainSummary[];
  probes: Probes;
  error?: string;
  onChange: (probes: Probes) => void;
}

/** Which images of each domain the samples show: its first ones, until someone chooses. */
export function ProbePicker({ domains, probes, error, onChange }: ProbePickerProps) {
  const t = useTranslations('probes');
  const [open, setOpen] = useState<DomainSummary | null>(null);
  const without = (id: string) => Object.fromEntries(Object.entries(probes).filter(([other]) => other !== id));
  return (
    <section aria-label={t('title')} className="flex flex-col gap-2">
      <div>
        <h2 className="font-semibold text-base">{t('title')}</h2>
        <p className="max-w-prose text-muted text-xs">{t('help')}</p>
      </div>
      <ul className="divide-y divide-line rounded-lg border border-line bg-surface">
        {domains.map((domain, i) => {
          const chosen = probes[domain.id];
          return (
            <li key={domain.id} className="flex min-h-14 flex-wrap items-center gap-x-4 gap-y-2 px-4 py-2">
              <span className="w-40 truncate text-sm max-sm:w-auto">
                <DomainChip name={domain.name} index={i} />
              </span>
              <span className="flex min-w-0 flex-1 items-center gap-1">
                {chosen ? (
                  chosen.map((id) => (
                    // biome-ignore lint/performance/noImgElement: already a thumbnail of the right size
                    <img key={id} src={paths.thumbnail(id)} alt="" className="size-9 rounded-xs object-cover" />
                  ))
                ) : (
                  <span className="text-muted text-xs">{t(domain.probeCount > 0 ? 'heldOut' : 'first')}</span>
                )}
              </span>
              <span className="flex gap-2">
                {chosen ? (
                  <Button size="sm" variant="ghost" onClick={() => onChange(without(domain.id))}>
                    {t('reset')}
                  </Button>
                ) : null}
                <Button size="sm" aria-label={t('chooseFor', { domain: domain.name })} onClick={() => setOpen(domain)}>
                  {t('choose')}
                </Button>
              </span>
            </li>
          );
        })}
      </ul>
      {error ? (
        <p role="alert" className="text-bad-ink text-xs">
          {error}
        </p>
      ) : null}
      {open ? (
        <ProbeDialog
          domain={open}
          chosen={probes[open.id] ?? []}
          onChange={(ids) => onChange(ids.length > 0 ? { ...probes, [open.id]: ids } : without(open.id))}
          onClose={() => setOpen(null)}
        />
      ) : null}
    </section>
  );
}
