'use client';

import type { DomainSummary } from '@combogan/contracts';
import { clsx } from 'clsx';
import { Check } from 'lucide-react';
import { useTranslations } from 'use-intl';
import { domainColor } from '../../lib/domain-colors.ts';
import { Mosaic } from '../domains/mosaic.tsx';

interface DomainPickerProps {
  domains: readonly DomainSummary[];
  /** Ids in the order they were chosen: the order of the matrix, and of the colours. */
  chosen: readonly string[];
  error?: string;
  onChange: (chosen: string[]) => void;
}

export function DomainPicker({ domains, chosen, error, onChange }: DomainPickerProps) {
  const t = useTranslations('newRun');
  const toggle = (id: string) =>
    onChange(chosen.includes(id) ? chosen.filter((other) => other !== id) : [...chosen, id]);
  return (
    <fieldset className="flex min-w-0 flex-col gap-2" aria-describedby={error ? 'domains-error' : undefined}>
      <legend className="mb-2 font-semibold text-base">{t('domains')}</legend>
      <ul className="grid grid-cols-[repeat(auto-fill,minmax(9.5rem,1fr))] gap-3 max-sm:grid-cols-2">
        {domains.map((domain) => {
          const place = chosen.indexOf(domain.id);
          const empty = domain.trainCount === 0;
          return (
            <li key={domain.id}>
              <label
                className={clsx(
                  'relative flex h-full flex-col overflow-hidden rounded-lg border bg-surface has-focus-visible:outline-2 has-focus-visible:outline-focus has-focus-visible:outline-offset-2',
                  place >= 0 ? 'border-ink ring-1 ring-ink' : 'border-line hover:border-line-strong',
                  empty ? 'cursor-not-allowed opacity-60' : 'cursor-pointer',
                )}
              >
                <input
                  type="checkbox"
                  className="absolute inset-0 z-10 size-full cursor-[inherit] opacity-0"
                  checked={place >= 0}
                  disabled={empty}
                  onChange={() => toggle(domain.id)}
                />
                <Mosaic preview={domain.preview} />
                <span className="flex flex-col px-3 py-2">
                  <span className="truncate font-medium text-sm">{domain.name}</span>
                  <span className="text-muted text-xs">{t('trainImages', { count: domain.trainCount })}</span>
                </span>
                {place >= 0 ? (
                  <span
                    aria-hidden
                    className="absolute top-2 right-2 grid size-5 place-items-center rounded-sm text-on-ink [&_svg]:size-3.5"
                    style={{ background: domainColor(place) }}
                  >
                    <Check />
                  </span>
                ) : null}
              </label>
            </li>
          );
        })}
      </ul>
      {error ? (
        <p id="domains-error" role="alert" className="text-bad-ink text-xs">
          {error}
        </p>
      ) : null}
    </fieldset>
  );
}
