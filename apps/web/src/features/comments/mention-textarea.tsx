'use client';

import { LIMITS, type Member } from '@combogan/contracts';
import { useQuery } from '@tanstack/react-query';
import { clsx } from 'clsx';
import { type KeyboardEvent, useId, useRef, useState } from 'react';
import { useTranslations } from 'use-intl';
import { Avatar } from '../../components/ui/avatar.tsx';
import { Textarea } from '../../components/ui/field.tsx';
import { membersQuery } from '../../lib/api/queries.ts';
import { mentionChoices, mentionQuery } from './mention-query.ts';

interface MentionTextareaProps {
  label: string;
  value: string;
  onChange: (value: string) => void;
  onSubmit: () => void;
  onEscape?: () => void;
  autoFocus?: boolean;
}

/** Text in which an @ offers the names of the team. Ctrl or Command with Enter sends. */
export function MentionTextarea({ label, value, onChange, onSubmit, onEscape, autoFocus }: MentionTextareaProps) {
  const t = useTranslations('comments');
  const { data } = useQuery(membersQuery);
  const area = useRef<HTMLTextAreaElement>(null);
  const list = useId();
  const [caret, setCaret] = useState(0);
  const [active, setActive] = useState(0);
  const [dismissed, setDismissed] = useState<number | null>(null);
  const writing = mentionQuery(value, caret);
  const choices = writing && writing.from !== dismissed ? mentionChoices(data?.members ?? [], writing.query) : [];
  const open = choices.length > 0;
  const at = Math.min(active, choices.length - 1);

  const pick = (member: Member) => {
    if (!writing) return;
    const next = `${value.slice(0, writing.from)}@${member.name} ${value.slice(caret)}`;
    const end = writing.from + member.name.length + 2;
    onChange(next);
    setCaret(end);
    setDismissed(writing.from);
    // once the new text stands in the field
    requestAnimationFrame(() => area.current?.setSelectionRange(end, end));
  };
  const onKeyDown = (event: KeyboardEvent) => {
    // the arrow keys around a text field move samples
    if (event.key.startsWith('Arrow')) event.stopPropagation();
    if (event.nativeEvent.isComposing) return;
    if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) {
      event.preventDefault();
      onSubmit();
    } else if (open && (event.key === 'ArrowDown' || event.key === 'ArrowUp')) {
      event.preventDefault();
      setActive((at + (event.key === 'ArrowDown' ? 1 : choices.length - 1)) % choices.length);
    } else if (open && (event.key === 'Enter' || event.key === 'Tab')) {
      const chosen = choices[at];
      if (!chosen) return;
      event.preventDefault();
      pick(chosen);
    } else if (event.key === 'Escape' && (open || onEscape)) {
      event.preventDefault();
      event.stopPropagation();
      if (open && writing) setDismissed(writing.from);
      else onEscape?.();
    }
  };
  return (
    <div className="relative">
      <Textarea
        ref={area}
        aria-label={label}
        placeholder={t('placeholder')}
        value={value}
        maxLength={LIMITS.commentLength}
        rows={2}
        autoFocus={autoFocus}
        aria-autocomplete="list"
        aria-controls={open ? list : undefined}
        aria-activedescendant={open ? `${list}-${at}` : undefined}
        onChange={(event) => {
          onChange(event.target.value);
          setCaret(event.target.selectionStart);
          setActive(0);
          setDismissed(null);
        }}
        onSelect={(event) => setCaret(event.currentTarget.selectionStart)}
        onBlur={() => setDismissed(writing?.from ?? null)}
        onKeyDown={onKeyDown}
      />
      {open ? (
        <div
          id={list}
          role="listbox"
          aria-label={t('people')}
          className="absolute top-full left-0 z-20 mt-1 w-64 max-w-full animate-rise rounded-md border border-line bg-surface p-1 shadow-overlay"
        >
          {choices.map((member, index) => (
            <div
              key={member.id}
              id={`${list}-${index}`}
              role="option"
              tabIndex={-1}
              aria-selected={index === at}
              onMouseDown={(event) => {
                // keeps the focus in the text
                event.preventDefault();
                pick(member);
              }}
              className={clsx(
                'flex cursor-default items-center gap-2 rounded-sm px-2 py-1 text-sm',
                index === at && 'bg-hover',
              )}
            >
              <Avatar name={member.name} className="size-6! text-2xs!" />
              <span className="min-w-0 truncate">{member.name}</span>
              <span className="ml-auto truncate text-faint text-xs">{member.email}</span>
            </div>
          ))}
        </div>
      ) : null}
    </div>
  );
}
