import { Id, ImageRole } from '@combogan/contracts';
import { z } from 'zod';
import { json, route } from '../../../../../server/route.ts';
import { uploadImage } from '../../../../../server/upload.ts';

const params = z.object({ id: Id });
const query = z.object({
  name: z.string().min(1, 'must not be empty').max(255, 'must be at most 255 characters'),
  role: ImageRole.default('train'),
});

export const POST = route({ access: 'member', params, query }, async ({ request, services, person, params, query }) => {
  services.limits.upload.take(person.id);
  const result = await uploadImage(services, params.id, query, request);
  return json(result, { status: result.duplicate ? 200 : 201 });
});
