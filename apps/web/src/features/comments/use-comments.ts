import { Comment, type CreateCommentBody } from '@combogan/contracts';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { toast } from 'sonner';
import { useTranslations } from 'use-intl';
import { asApiError } from '../../lib/api/failure.ts';
import { paths } from '../../lib/api/paths.ts';
import { commentsQuery, keys } from '../../lib/api/queries.ts';
import { command, request } from '../../lib/api/request.ts';
import { useErrorText } from '../../lib/api/use-error-text.ts';

/** A run's comments, kept live by the connection. */
export const useComments = (runId: string): readonly Comment[] | undefined =>
  useQuery(commentsQuery(runId)).data?.comments;

/** What one does to comments. Changing and deleting can be undone from the toast. */
export function useCommentActions(runId: string) {
  const t = useTranslations('comments');
  const queries = useQueryClient();
  const errorText = useErrorText();
  const fresh = () => queries.invalidateQueries({ queryKey: keys.comments(runId) });
  const fail = (thrown: unknown) => toast.error(errorText(asApiError(thrown)));
  const send = async (work: () => Promise<unknown>, undo: (() => Promise<unknown>) | null, text: string) => {
    try {
      await work();
      await fresh();
      if (undo) toast(text, { action: { label: t('undo'), onClick: () => void undo().then(fresh, fail) } });
    } catch (thrown) {
      fail(thrown);
      throw thrown;
    }
  };
  const patch = (id: string, body: string) => request(Comment, paths.comment(id), { method: 'PATCH', body: { body } });
  const add = useMutation({
    mutationFn: (body: CreateCommentBody) => request(Comment, paths.comments(runId), { method: 'POST', body }),
    onSuccess: fresh,
    onError: fail,
  });
  return {
    add,
    edit: (comment: Comment, body: string) =>
      send(
        () => patch(comment.id, body),
        () => patch(comment.id, comment.body),
        t('edited'),
      ),
    remove: (comment: Comment) =>
      send(
        () => command(paths.comment(comment.id), { method: 'DELETE' }),
        () => command(paths.restoreComment(comment.id), { method: 'POST' }),
        t('deleted'),
      ).catch(() => {}),
  };
}
