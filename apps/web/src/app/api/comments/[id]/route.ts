import { EditCommentBody, Id } from '@combogan/contracts';
import { deleteComment, editComment } from '@combogan/db';
import { z } from 'zod';
import { noContent, route } from '../../../../server/route.ts';

const params = z.object({ id: Id });

export const PATCH = route(
  { access: 'member', params, body: EditCommentBody },
  async ({ services, person, params, body }) => {
    services.limits.comment.take(person.id);
    return editComment(services.db, params.id, body.body, person);
  },
);

export const DELETE = route({ access: 'member', params }, async ({ services, person, params }) => {
  await deleteComment(services.db, params.id, person);
  return noContent();
});
