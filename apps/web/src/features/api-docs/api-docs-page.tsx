'use client';

import { useQuery } from '@tanstack/react-query';
import Link from 'next/link';
import { useState } from 'react';
import { useTranslations } from 'use-intl';
import { Button } from '../../components/ui/button.tsx';
import { CopyLine } from '../../components/ui/copy-line.tsx';
import { Input } from '../../components/ui/field.tsx';
import { LoadFailure } from '../../components/ui/load-failure.tsx';
import { Page } from '../../components/ui/page.tsx';
import { Panel } from '../../components/ui/panel.tsx';
import { paths } from '../../lib/api/paths.ts';
import { openApiQuery } from '../../lib/api/queries.ts';
import { byTag } from './open-api.ts';
import { OperationItem } from './operation-item.tsx';

/** The HTTP API, read from the document that describes it. */
export function ApiDocsPage() {
  const t = useTranslations('apiDocs');
  const [filter, setFilter] = useState('');
  const { data, error, refetch } = useQuery(openApiQuery);
  const wanted = filter.trim().toLowerCase();
  const groups = (data ? byTag(data) : [])
    .map(([tag, operations]) => ({
      tag,
      operations: operations.filter(({ method, path, summary }) =>
        `${method} ${path} ${summary}`.toLowerCase().includes(wanted),
      ),
    }))
    .filter(({ operations }) => operations.length > 0);
  return (
    <Page title={t('title')}>
      <div className="flex flex-col gap-4">
        <Panel label={t('title')}>
          <div className="flex flex-col gap-3 p-4 text-sm">
            <p className="max-w-prose text-muted">{t('intro')}</p>
            <CopyLine text={'curl -H "Authorization: Bearer $STUDIO_TOKEN" $STUDIO_URL/api/runs'} />
            <div className="flex flex-wrap items-center gap-2">
              <Button asChild size="sm">
                <Link href="/settings">{t('getToken')}</Link>
              </Button>
              <Button asChild size="sm" variant="ghost">
                <a href={paths.openapi}>{t('spec')}</a>
              </Button>
              <Input
                className="sm:ml-auto sm:max-w-64"
                type="search"
                aria-label={t('filter')}
                placeholder={t('filter')}
                value={filter}
                onChange={(event) => setFilter(event.target.value)}
              />
            </div>
          </div>
        </Panel>
        {error && !data ? <LoadFailure error={error} retry={() => void refetch()} /> : null}
        {data && groups.length === 0 ? <p className="text-muted text-sm">{t('none')}</p> : null}
        {groups.map(({ tag, operations }) => (
          <Panel key={tag} title={tag}>
            <ul className="divide-y divide-line px-4 py-1">
              {operations.map((operation) => (
                <OperationItem key={`${operation.method} ${operation.path}`} operation={operation} />
              ))}
            </ul>
          </Panel>
        ))}
      </div>
    </Page>
  );
}
