'use client';

import type { ImageRole } from '@combogan/contracts';
import { useInfiniteQuery } from '@tanstack/react-query';
import { Upload } from 'lucide-react';
import { useState } from 'react';
import { useTranslations } from 'use-intl';
import { Button } from '../../components/ui/button.tsx';
import { EmptyState } from '../../components/ui/empty-state.tsx';
import { LoadFailure } from '../../components/ui/load-failure.tsx';
import { Page } from '../../components/ui/page.tsx';
import { Segmented } from '../../components/ui/segmented.tsx';
import { Skeleton } from '../../components/ui/skeleton.tsx';
import { asApiError } from '../../lib/api/failure.ts';
import { domainQuery } from '../../lib/api/queries.ts';
import { useMayEdit } from '../../lib/me.tsx';
import { usePageTitle } from '../../lib/use-page-title.ts';
import { DomainAdvice } from './domain-advice.tsx';
import { DomainFacts } from './domain-facts.tsx';
import { DomainMenu } from './domain-menu.tsx';
import { DropZone } from './drop-zone.tsx';
import { ImageGrid } from './image-grid.tsx';
import { NoDomain } from './no-domain.tsx';
import { UploadPanel } from './upload-panel.tsx';
import { useFilePicker } from './use-file-picker.tsx';
import { useUpload } from './use-upload.ts';

export function DomainPage({ id }: { id: string }) {
  const t = useTranslations('domains');
  const mayEdit = useMayEdit();
  const query = useInfiniteQuery(domainQuery(id));
  const { queue, view } = useUpload(id);
  const [role, setRole] = useState<ImageRole>('train');
  const add = (files: readonly File[]) => queue.add(files, role);
  const picker = useFilePicker(add);
  const domain = query.data?.pages[0];
  usePageTitle(domain?.name);
  if (query.error && !domain) {
    const missing = asApiError(query.error).code === 'not_found';
    return missing ? (
      <NoDomain />
    ) : (
      <Page title={t('title')}>
        <LoadFailure error={query.error} retry={() => void query.refetch()} />
      </Page>
    );
  }
  if (!domain) {
    return (
      <Page title={<Skeleton className="h-7 w-48" />}>
        <Skeleton className="h-16" />
        <Skeleton className="h-96" />
      </Page>
    );
  }
  const images = query.data?.pages.flatMap((page) => page.images) ?? [];
  const actions = mayEdit ? (
    <>
      <Segmented
        label={t('uploadAs')}
        value={role}
        onChange={setRole}
        options={[
          { value: 'train', label: t('asTrain') },
          { value: 'probe', label: t('asProbe') },
        ]}
      />
      <Button variant="primary" onClick={picker.open}>
        <Upload aria-hidden />
        {t('upload')}
      </Button>
      <DomainMenu domain={domain} />
    </>
  ) : null;
  return (
    <Page title={domain.name} actions={actions}>
      {picker.input}
      {mayEdit ? <DropZone onFiles={add} role={role} name={domain.name} /> : null}
      <DomainFacts domain={domain} />
      <UploadPanel queue={queue} view={view} role={role} />
      <DomainAdvice domain={domain} />
      {images.length === 0 && view.files === 0 ? (
        <EmptyState
          title={t('noImagesTitle')}
          actions={
            mayEdit ? (
              <Button variant="primary" onClick={picker.open}>
                <Upload aria-hidden />
                {t('upload')}
              </Button>
            ) : null
          }
        >
          {t('noImages')}
        </EmptyState>
      ) : (
        <ImageGrid
          domainId={id}
          images={images}
          total={domain.trainCount + domain.probeCount}
          mayDelete={mayEdit}
          more={query.hasNextPage ? () => void query.fetchNextPage() : null}
        />
      )}
    </Page>
  );
}
