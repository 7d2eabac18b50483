'use client';

import type { RunDetail, SampleImage, SampleRef } from '@combogan/contracts';
import { memo } from 'react';
import { useTranslations } from 'use-intl';
import { domainColor } from '../../lib/domain-colors.ts';
import { useCellLabel } from './cell-label.ts';
import { rowsOfProbe } from './probe-rows.ts';
import { SheetCell } from './sheet-cell.tsx';

/** A cell of a sheet by its row, and its column with 0 for the probe. */
export interface Cell {
  row: number;
  column: number;
}

interface SampleMatrixProps {
  domains: RunDetail['domains'];
  sheet: SampleRef;
  /** Address of the sheet's image once it has arrived. */
  url: string;
  image: SampleImage;
  probe: number;
  onOpen: (cell: Cell) => void;
}

/**
 * Rows are sources, columns targets; a domain's colour runs along its edge. Rendered anew only for another sheet: with many
 * domains it has thousands of cells, and a running run changes several times a second.
 */
export const SampleMatrix = memo(function SampleMatrix({
  domains,
  sheet,
  url,
  image,
  probe,
  onOpen,
}: SampleMatrixProps) {
  const t = useTranslations('samples');
  const cellLabel = useCellLabel(domains);
  const place = (key: string) => domains.findIndex((domain) => domain.key === key);
  const name = (key: string) => domains[place(key)]?.name ?? key;
  return (
    <div className="overflow-x-auto">
      <table
        className="w-full table-fixed border-separate border-spacing-[3px]"
        style={{ minWidth: `${(sheet.columns.length + 1) * 3.25 + 1.5}rem` }}
      >
        <caption className="sr-only">{t('caption')}</caption>
        <thead>
          <tr className="text-xs">
            <td className="w-5" />
            <th scope="col" className="truncate pb-0.5 text-left font-normal text-faint">
              {t('source')}
            </th>
            {sheet.columns.map((key) => (
              <th key={key} scope="col" className="pb-0.5 font-normal" title={name(key)}>
                <span className="block truncate text-left text-muted">{name(key)}</span>
                <span
                  aria-hidden
                  className="mt-0.5 block h-[3px] rounded-xs"
                  style={{ background: domainColor(place(key)) }}
                />
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rowsOfProbe(sheet, probe).map(({ row, domain, probe: shown }) => (
            <tr key={domain}>
              <th scope="row" className="relative p-0 font-normal text-xs" title={name(domain)}>
                <span className="absolute inset-0 flex items-stretch justify-end gap-0.5">
                  <span className="rotate-180 truncate text-center text-muted [writing-mode:vertical-rl]">
                    {name(domain)}
                  </span>
                  <span
                    aria-hidden
                    className="w-[3px] shrink-0 rounded-xs"
                    style={{ background: domainColor(place(domain)) }}
                  />
                </span>
              </th>
              {Array.from({ length: sheet.columns.length + 1 }, (_, column) => {
                const target = sheet.columns[column - 1];
                return (
                  <td key={target ?? 'probe'} className="p-0">
                    <button
                      type="button"
                      onClick={() => onOpen({ row, column })}
                      className="block w-full rounded-xs focus-visible:relative focus-visible:z-10"
                    >
                      <SheetCell
                        sheet={sheet}
                        url={url}
                        row={row}
                        column={column}
                        label={cellLabel(domain, target, shown, image)}
                        className="rounded-xs"
                      />
                    </button>
                  </td>
                );
              })}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
});
