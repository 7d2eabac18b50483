import type { SampleRef } from '@combogan/contracts';
import { clsx } from 'clsx';

interface SheetCellProps {
  sheet: Pick<SampleRef, 'rows' | 'columns'>;
  /** Address of the sheet's PNG, already loaded when the cell should not flash. */
  url: string;
  row: number;
  /** 0 is the probe itself, then the run's domains in order. */
  column: number;
  /** What is to be seen, for those who cannot; without it the cell is decoration. */
  label?: string;
  className?: string;
}

/** One cell cut out of a sample sheet: the sheet is one image, moved behind a window of one cell. */
export function SheetCell({ sheet, url, row, column, label, className }: SheetCellProps) {
  const rows = sheet.rows.length;
  const columns = sheet.columns.length + 1;
  const share = (at: number, of: number) => (of > 1 ? `${(at / (of - 1)) * 100}%` : '0%');
  return (
    <span
      {...(label ? { role: 'img', 'aria-label': label } : { 'aria-hidden': true })}
      className={clsx('plate block aspect-square', className)}
      style={{
        backgroundImage: `url("${url}")`,
        backgroundSize: `${columns * 100}% ${rows * 100}%`,
        backgroundPosition: `${share(column, columns)} ${share(row, rows)}`,
      }}
    />
  );
}
