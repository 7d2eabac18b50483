import { useMutation, useQueryClient } from '@tanstack/react-query';
import { toast } from 'sonner';
import { asApiError } from '../../lib/api/failure.ts';
import { paths } from '../../lib/api/paths.ts';
import { keys } from '../../lib/api/queries.ts';
import { command } from '../../lib/api/request.ts';
import { useErrorText } from '../../lib/api/use-error-text.ts';

/** Marks notifications as read: these, or without ids all. */
export function useMarkRead() {
  const queries = useQueryClient();
  const errorText = useErrorText();
  return useMutation({
    mutationFn: (ids?: string[]) =>
      command(paths.readNotifications, { method: 'POST', body: ids ? { ids } : {}, keepalive: true }),
    onSuccess: () => queries.invalidateQueries({ queryKey: keys.notifications }),
    onError: (thrown) => toast.error(errorText(asApiError(thrown))),
  });
}
