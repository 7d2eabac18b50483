'use client';

import type { Member } from '@combogan/contracts';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { toast } from 'sonner';
import { useTranslations } from 'use-intl';
import { ConfirmDialog } from '../../components/ui/confirm-dialog.tsx';
import { asApiError } from '../../lib/api/failure.ts';
import { paths } from '../../lib/api/paths.ts';
import { keys } from '../../lib/api/queries.ts';
import { command } from '../../lib/api/request.ts';
import { useErrorText } from '../../lib/api/use-error-text.ts';

/** Takes a person's way in, after asking. */
export function RemoveMember({ member, onClose }: { member: Member; onClose: () => void }) {
  const t = useTranslations('team');
  const queries = useQueryClient();
  const errorText = useErrorText();
  const remove = useMutation({
    mutationFn: () => command(paths.member(member.id), { method: 'DELETE' }),
    onError: (thrown) => toast.error(errorText(asApiError(thrown))),
    onSettled: async () => {
      await queries.invalidateQueries({ queryKey: keys.members });
      onClose();
    },
  });
  return (
    <ConfirmDialog
      open
      onOpenChange={(open) => !open && onClose()}
      title={t('removeTitle', { name: member.name })}
      description={t('removeHelp')}
      confirm={t('remove')}
      keep={t('keep')}
      pending={remove.isPending}
      onConfirm={() => remove.mutate()}
    />
  );
}
