'use client';

import { CreateDomainBody, DomainSummary } from '@combogan/contracts';
import { useQueryClient } from '@tanstack/react-query';
import { useRouter } from 'next/navigation';
import { useTranslations } from 'use-intl';
import { Dialog } from '../../components/ui/dialog.tsx';
import { paths } from '../../lib/api/paths.ts';
import { keys } from '../../lib/api/queries.ts';
import { request } from '../../lib/api/request.ts';
import { DomainForm } from './domain-form.tsx';

export function NewDomainDialog({ open, onOpenChange }: { open: boolean; onOpenChange: (open: boolean) => void }) {
  const t = useTranslations('domains');
  const router = useRouter();
  const queries = useQueryClient();
  return (
    <Dialog open={open} onOpenChange={onOpenChange} title={t('new')} description={t('newHelp')}>
      <DomainForm
        schema={CreateDomainBody}
        submitLabel={t('create')}
        onCancel={() => onOpenChange(false)}
        submit={async (body) => {
          const domain = await request(DomainSummary, paths.domains, { method: 'POST', body });
          void queries.invalidateQueries({ queryKey: keys.domains });
          router.push(`/domains/${domain.id}`);
        }}
      />
    </Dialog>
  );
}
