'use client';

import type { RunDetail, SampleCell } from '@combogan/contracts';
import { useTranslations } from 'use-intl';
import { useMayEdit } from '../../lib/me.tsx';
import type { SampleCursor } from '../run/use-sample-cursor.ts';
import { CommentComposer } from './comment-composer.tsx';
import { CommentItem } from './comment-item.tsx';
import { useComments } from './use-comments.ts';

interface CellCommentsProps {
  runId: string;
  domains: RunDetail['domains'];
  cursor: SampleCursor;
  cell: SampleCell;
  /** The cell in words. */
  label: string;
}

/** What was said about one cell of the samples, at any iteration. */
export function CellComments({ runId, domains, cursor, cell, label }: CellCommentsProps) {
  const t = useTranslations('comments');
  const mayEdit = useMayEdit();
  const here = (useComments(runId) ?? []).filter(
    ({ cell: other }) => other?.source === cell.source && other.probe === cell.probe && other.target === cell.target,
  );
  if (!mayEdit && here.length === 0) return null;
  return (
    <section aria-label={t('onCell', { cell: label })} className="flex flex-col gap-2 border-line border-t pt-3">
      {here.length > 0 ? (
        <ol className="flex max-h-48 flex-col divide-y divide-line overflow-y-auto">
          {here.map((comment) => (
            <CommentItem
              key={comment.id}
              domains={domains}
              comment={comment}
              onShow={({ iteration }) => iteration !== null && cursor.moveNear(iteration)}
            />
          ))}
        </ol>
      ) : null}
      {mayEdit ? <CommentComposer runId={runId} iteration={cursor.sheet?.iteration ?? null} cell={cell} /> : null}
    </section>
  );
}
