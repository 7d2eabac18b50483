'use client';

import { useEffect, useState } from 'react';
import { useFormatter } from 'use-intl';
import { useFormat } from '../../lib/format/use-format.ts';

/** A moment as "3 minutes ago", with the exact time on hover. Keeps itself current. */
export function TimeAgo({ at }: { at: string }) {
  const formatter = useFormatter();
  const format = useFormat();
  const [now, setNow] = useState(() => new Date());
  useEffect(() => {
    const timer = setInterval(() => setNow(new Date()), 10_000);
    return () => clearInterval(timer);
  }, []);
  return (
    <time dateTime={at} title={format.moment(at)} className="whitespace-nowrap">
      {formatter.relativeTime(new Date(at), now)}
    </time>
  );
}
