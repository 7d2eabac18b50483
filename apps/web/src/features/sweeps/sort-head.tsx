'use client';

import { clsx } from 'clsx';
import { ArrowDown, ArrowUp } from 'lucide-react';
import type { ReactNode } from 'react';
import { type Column, nextSorting, type Sorting, sameColumn } from './compare.ts';

interface SortHeadProps {
  column: Column;
  sorting: Sorting | null;
  onSort: (sorting: Sorting | null) => void;
  className?: string;
  children: ReactNode;
}

/** A column's head that sorts the table by it. */
export function SortHead({ column, sorting, onSort, className, children }: SortHeadProps) {
  const here = sorting && sameColumn(sorting.column, column) ? sorting : null;
  const Arrow = here?.descending ? ArrowDown : ArrowUp;
  return (
    <th
      scope="col"
      aria-sort={here ? (here.descending ? 'descending' : 'ascending') : undefined}
      className={clsx('whitespace-nowrap px-3 py-1 text-left font-normal', className)}
    >
      <button
        type="button"
        onClick={() => onSort(nextSorting(sorting, column))}
        className={clsx(
          '-mx-1 inline-flex h-7 items-center gap-1 rounded-sm px-1 hover:bg-hover hover:text-ink max-sm:h-10 [&_svg]:size-3',
          here && 'font-medium text-ink',
        )}
      >
        {children}
        {here ? <Arrow aria-hidden /> : null}
      </button>
    </th>
  );
}
