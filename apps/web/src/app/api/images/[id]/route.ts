import { Id } from '@combogan/contracts';
import { deleteImage } from '@combogan/db';
import { z } from 'zod';
import { noContent, route } from '../../../../server/route.ts';

const params = z.object({ id: Id });

export const DELETE = route({ access: 'member', params }, async ({ services, params }) => {
  await deleteImage(services.db, params.id);
  return noContent();
});
