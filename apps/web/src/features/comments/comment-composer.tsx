'use client';

import { LIMITS, type SampleCell } from '@combogan/contracts';
import { useState } from 'react';
import { useTranslations } from 'use-intl';
import { Button } from '../../components/ui/button.tsx';
import { Segmented } from '../../components/ui/segmented.tsx';
import { useFormat } from '../../lib/format/use-format.ts';
import { MentionTextarea } from './mention-textarea.tsx';
import { useCommentActions } from './use-comments.ts';

interface CommentComposerProps {
  runId: string;
  /** Iteration in sight, to pin to. */
  iteration: number | null;
  /** Pins to this cell at that iteration. */
  cell?: SampleCell;
}

const NEAR_LIMIT = 200;

/** Writes a comment on the run, or on what is in sight. */
export function CommentComposer({ runId, iteration, cell }: CommentComposerProps) {
  const t = useTranslations('comments');
  const format = useFormat();
  const [text, setText] = useState('');
  const [about, setAbout] = useState<'run' | 'iteration'>('run');
  const { add } = useCommentActions(runId);
  const pinned = cell || about === 'iteration' ? iteration : null;
  const submit = () => {
    const body = text.trim();
    if (!body || add.isPending) return;
    add.mutate(
      { body, iteration: pinned, cell: cell && pinned !== null ? cell : null },
      { onSuccess: () => setText('') },
    );
  };
  const left = LIMITS.commentLength - text.length;
  return (
    <form
      className="flex flex-col gap-2"
      onSubmit={(event) => {
        event.preventDefault();
        submit();
      }}
    >
      <MentionTextarea label={t('write')} value={text} onChange={setText} onSubmit={submit} />
      <div className="flex flex-wrap items-center gap-x-3 gap-y-2">
        {cell ? (
          <span className="text-muted text-xs">{t('pinsTo', { iteration: format.integer(iteration ?? 0) })}</span>
        ) : (
          <Segmented
            label={t('about')}
            value={iteration === null ? 'run' : about}
            onChange={setAbout}
            options={[
              { value: 'run' as const, label: t('aboutRun') },
              ...(iteration === null
                ? []
                : [
                    {
                      value: 'iteration' as const,
                      label: t('aboutIteration', { iteration: format.integer(iteration) }),
                    },
                  ]),
            ]}
          />
        )}
        {left <= NEAR_LIMIT ? <span className="text-muted text-xs">{t('left', { count: left })}</span> : null}
        <Button type="submit" size="sm" variant="primary" pending={add.isPending} className="ml-auto">
          {t('send')}
        </Button>
      </div>
    </form>
  );
}
