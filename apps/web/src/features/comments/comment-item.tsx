'use client';

import type { Comment, RunDetail } from '@combogan/contracts';
import { clsx } from 'clsx';
import { Ellipsis, MapPin, Pencil, Trash2 } from 'lucide-react';
import { useState } from 'react';
import { useTranslations } from 'use-intl';
import { Avatar } from '../../components/ui/avatar.tsx';
import { Button } from '../../components/ui/button.tsx';
import { IconButton } from '../../components/ui/icon-button.tsx';
import { Menu, MenuItem } from '../../components/ui/menu.tsx';
import { TimeAgo } from '../../components/ui/time-ago.tsx';
import { useFormat } from '../../lib/format/use-format.ts';
import { useMayEdit, useMe } from '../../lib/me.tsx';
import { useCellLabel } from '../samples/cell-label.ts';
import { CommentBody } from './comment-body.tsx';
import { MentionTextarea } from './mention-textarea.tsx';
import { useCommentActions } from './use-comments.ts';

interface CommentItemProps {
  domains: RunDetail['domains'];
  comment: Comment;
  /** Shows what it is pinned to; without it the pin is not shown. */
  onShow?: (comment: Comment) => void;
  /** The one that a link led to. */
  sought?: boolean;
}

/** A comment: who, when, on what, and its text. */
export function CommentItem({ domains, comment, onShow, sought = false }: CommentItemProps) {
  const t = useTranslations('comments');
  const me = useMe();
  const mayEdit = useMayEdit();
  const format = useFormat();
  const cellLabel = useCellLabel(domains);
  const [editing, setEditing] = useState(false);
  const { remove } = useCommentActions(comment.runId);
  const { author, iteration, cell } = comment;
  const own = author.id === me.id;
  const pin =
    iteration === null
      ? null
      : [
          t('aboutIteration', { iteration: format.integer(iteration) }),
          cell ? cellLabel(cell.source, cell.target, cell.probe) : null,
        ]
          .filter(Boolean)
          .join(' · ');
  return (
    <li id={`comment-${comment.id}`} className={clsx('flex gap-3 rounded-md py-2.5', sought && 'bg-sunken px-2')}>
      <Avatar name={author.name} />
      <div className="flex min-w-0 flex-1 flex-col gap-0.5">
        <div className="flex min-h-6 flex-wrap items-center gap-x-2 text-xs">
          <span className="font-medium text-sm">{author.name}</span>
          <span className="text-faint">
            <TimeAgo at={comment.createdAt} />
            {comment.editedAt ? ` · ${t('wasEdited')}` : ''}
          </span>
          {pin && onShow ? (
            <button
              type="button"
              onClick={() => onShow(comment)}
              className="inline-flex items-center gap-1 rounded-sm border border-line px-1.5 py-px text-muted hover:bg-hover hover:text-ink max-sm:min-h-8"
            >
              <MapPin aria-hidden className="size-3" />
              {pin}
            </button>
          ) : null}
          {pin && !onShow ? <span className="text-muted">{pin}</span> : null}
        </div>
        {editing ? (
          <EditComment comment={comment} onDone={() => setEditing(false)} />
        ) : (
          <CommentBody comment={comment} meId={me.id} />
        )}
      </div>
      {mayEdit && !editing && (own || me.role === 'owner') ? (
        <Menu
          trigger={
            <IconButton label={t('more')}>
              <Ellipsis aria-hidden />
            </IconButton>
          }
        >
          {own ? (
            <MenuItem onSelect={() => setEditing(true)}>
              <Pencil aria-hidden />
              {t('edit')}
            </MenuItem>
          ) : null}
          <MenuItem danger onSelect={() => void remove(comment)}>
            <Trash2 aria-hidden />
            {t('delete')}
          </MenuItem>
        </Menu>
      ) : null}
    </li>
  );
}

function EditComment({ comment, onDone }: { comment: Comment; onDone: () => void }) {
  const t = useTranslations('comments');
  const common = useTranslations('common');
  const { edit } = useCommentActions(comment.runId);
  const [text, setText] = useState(comment.body);
  const [pending, setPending] = useState(false);
  const save = async () => {
    const body = text.trim();
    if (!body || pending) return;
    setPending(true);
    await (body === comment.body ? Promise.resolve() : edit(comment, body)).then(onDone, () => setPending(false));
  };
  return (
    <div className="flex flex-col gap-2">
      <MentionTextarea
        label={t('edit')}
        value={text}
        onChange={setText}
        onSubmit={() => void save()}
        onEscape={onDone}
        autoFocus
      />
      <div className="flex justify-end gap-2">
        <Button size="sm" onClick={onDone}>
          {common('cancel')}
        </Button>
        <Button size="sm" variant="primary" pending={pending} onClick={() => void save()}>
          {t('save')}
        </Button>
      </div>
    </div>
  );
}
