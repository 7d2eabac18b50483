'use client';

import { type Member, Role } from '@combogan/contracts';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { toast } from 'sonner';
import { useTranslations } from 'use-intl';
import { Select } from '../../components/ui/select.tsx';
import { asApiError } from '../../lib/api/failure.ts';
import { paths } from '../../lib/api/paths.ts';
import { keys } from '../../lib/api/queries.ts';
import { command } from '../../lib/api/request.ts';
import { useErrorText } from '../../lib/api/use-error-text.ts';

/** What a member may do, for an owner to change. */
export function RoleSelect({ member }: { member: Member }) {
  const t = useTranslations('team');
  const account = useTranslations('account');
  const queries = useQueryClient();
  const errorText = useErrorText();
  const change = useMutation({
    mutationFn: (role: Role) => command(paths.member(member.id), { method: 'PATCH', body: { role } }),
    onError: (thrown) => toast.error(errorText(asApiError(thrown))),
    onSettled: () => queries.invalidateQueries({ queryKey: keys.members }),
  });
  return (
    <Select
      aria-label={t('roleOf', { name: member.name })}
      value={change.isPending ? change.variables : member.role}
      disabled={change.isPending}
      options={Role.options.map((value) => ({ value, label: account(`role.${value}`) }))}
      onChange={(role) => change.mutate(role)}
      className="w-28!"
    />
  );
}
