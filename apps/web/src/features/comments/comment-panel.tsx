'use client';

import type { Comment, RunDetail } from '@combogan/contracts';
import { useEffect, useRef } from 'react';
import { useTranslations } from 'use-intl';
import { Panel } from '../../components/ui/panel.tsx';
import { useMayEdit } from '../../lib/me.tsx';
import type { SampleCursor } from '../run/use-sample-cursor.ts';
import { CommentComposer } from './comment-composer.tsx';
import { CommentItem } from './comment-item.tsx';
import { cellPlace } from './pins.ts';
import { useComments } from './use-comments.ts';

interface CommentPanelProps {
  run: RunDetail;
  cursor: SampleCursor;
  /** A comment that a link leads to. */
  soughtId: string | null;
}

/** Everything said about a run. A comment's pin moves the samples to where it belongs. */
export function CommentPanel({ run, cursor, soughtId }: CommentPanelProps) {
  const t = useTranslations('comments');
  const mayEdit = useMayEdit();
  const comments = useComments(run.id);
  const show = ({ iteration, cell }: Comment) => {
    if (iteration === null) return;
    cursor.moveNear(iteration);
    const place = cell && cursor.sheet ? cellPlace(cursor.sheet, cell) : null;
    if (place) cursor.openCell(place);
  };
  const sought = comments?.find(({ id }) => id === soughtId);
  const shown = useRef<string | null>(null);
  useEffect(() => {
    if (!sought || shown.current === sought.id) return;
    shown.current = sought.id;
    if (sought.iteration !== null) cursor.moveNear(sought.iteration);
    document.getElementById(`comment-${sought.id}`)?.scrollIntoView({ block: 'center' });
  }, [sought, cursor]);
  return (
    <Panel
      title={t('title')}
      tools={
        comments?.length ? <span className="text-faint text-xs">{t('count', { count: comments.length })}</span> : null
      }
    >
      <div className="grid items-start gap-x-8 gap-y-3 p-4 pt-2 lg:grid-cols-[minmax(0,1fr)_26rem]">
        {comments?.length === 0 ? <p className="text-muted text-sm">{t(mayEdit ? 'none' : 'noneYet')}</p> : null}
        {comments && comments.length > 0 ? (
          <ol aria-label={t('title')} className="flex max-h-[32rem] flex-col divide-y divide-line overflow-y-auto">
            {comments.map((comment) => (
              <CommentItem
                key={comment.id}
                domains={run.domains}
                comment={comment}
                onShow={show}
                sought={comment.id === soughtId}
              />
            ))}
          </ol>
        ) : null}
        {mayEdit ? <CommentComposer runId={run.id} iteration={cursor.sheet?.iteration ?? null} /> : null}
      </div>
    </Panel>
  );
}
