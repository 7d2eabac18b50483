'use client';

import { useQuery } from '@tanstack/react-query';
import { useTranslations } from 'use-intl';
import { Avatar } from '../../components/ui/avatar.tsx';
import { watchersQuery } from '../../lib/api/queries.ts';

const SHOWN = 5;

/** Who else, and oneself, has this run open right now (E5). */
export function Watchers({ runId }: { runId: string }) {
  const t = useTranslations('watchers');
  const people = useQuery(watchersQuery(runId)).data;
  if (!people || people.length === 0) return null;
  return (
    <ul aria-label={t('title')} className="flex items-center -space-x-1.5">
      {people.slice(0, SHOWN).map(({ id, name }) => (
        <li key={id} title={name}>
          <Avatar name={name} className="size-7! text-2xs! ring-2 ring-page" />
          <span className="sr-only">{name}</span>
        </li>
      ))}
      {people.length > SHOWN ? (
        <li
          className="pl-3 text-muted text-xs"
          title={people
            .slice(SHOWN)
            .map(({ name }) => name)
            .join(', ')}
        >
          {t('more', { count: people.length - SHOWN })}
        </li>
      ) : null}
    </ul>
  );
}
