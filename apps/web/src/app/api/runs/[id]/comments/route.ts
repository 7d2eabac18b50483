import { CreateCommentBody, Id } from '@combogan/contracts';
import { createComment, listComments } from '@combogan/db';
import { z } from 'zod';
import { json, route } from '../../../../../server/route.ts';

const params = z.object({ id: Id });

export const GET = route({ access: 'viewer', params }, async ({ services, params }) => ({
  comments: await listComments(services.db, params.id),
}));

export const POST = route(
  { access: 'member', params, body: CreateCommentBody },
  async ({ services, person, params, body }) => {
    services.limits.comment.take(person.id);
    return json(await createComment(services.db, params.id, body, person.id), { status: 201 });
  },
);
