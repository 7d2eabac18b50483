'use client';

import { type DomainDetail, DomainSummary, UpdateDomainBody } from '@combogan/contracts';
import { useQueryClient } from '@tanstack/react-query';
import { Ellipsis, Pencil, Trash2 } from 'lucide-react';
import { useState } from 'react';
import { useTranslations } from 'use-intl';
import { Dialog } from '../../components/ui/dialog.tsx';
import { IconButton } from '../../components/ui/icon-button.tsx';
import { Menu, MenuItem } from '../../components/ui/menu.tsx';
import { paths } from '../../lib/api/paths.ts';
import { keys } from '../../lib/api/queries.ts';
import { request } from '../../lib/api/request.ts';
import { DeleteDomainDialog } from './delete-domain-dialog.tsx';
import { DomainForm } from './domain-form.tsx';

export function DomainMenu({ domain }: { domain: DomainDetail }) {
  const t = useTranslations('domains');
  const queries = useQueryClient();
  const [open, setOpen] = useState<'edit' | 'delete' | null>(null);
  const close = () => setOpen(null);
  return (
    <>
      <Menu
        trigger={
          <IconButton label={t('more')}>
            <Ellipsis aria-hidden />
          </IconButton>
        }
      >
        <MenuItem onSelect={() => setOpen('edit')}>
          <Pencil aria-hidden />
          {t('edit')}
        </MenuItem>
        <MenuItem danger onSelect={() => setOpen('delete')}>
          <Trash2 aria-hidden />
          {t('delete')}
        </MenuItem>
      </Menu>
      <Dialog open={open === 'edit'} onOpenChange={close} title={t('edit')}>
        <DomainForm
          schema={UpdateDomainBody}
          initial={domain}
          submitLabel={t('save')}
          onCancel={close}
          submit={async (body) => {
            await request(DomainSummary, paths.domain(domain.id), { method: 'PATCH', body });
            await queries.invalidateQueries({ queryKey: keys.domain(domain.id) });
            void queries.invalidateQueries({ queryKey: keys.domains });
            close();
          }}
        />
      </Dialog>
      <DeleteDomainDialog domain={domain} open={open === 'delete'} onOpenChange={close} />
    </>
  );
}
