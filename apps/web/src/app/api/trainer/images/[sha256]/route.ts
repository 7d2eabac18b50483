import { Sha256, StudioError } from '@combogan/contracts';
import { trainerMayReadImage } from '@combogan/db';
import { z } from 'zod';
import { imageResponse } from '../../../../../server/file-response.ts';
import { route } from '../../../../../server/route.ts';

const params = z.object({ sha256: Sha256 });

export const GET = route({ access: 'trainer', params }, async ({ request, services, trainer, params }) => {
  // the same answer for an image that exists and one that does not: a trainer learns of its own runs alone
  if (!(await trainerMayReadImage(services.db, trainer.id, params.sha256)))
    throw new StudioError('not_found', 'No run that this trainer holds has such an image.');
  return imageResponse(request, services.env.storageDir, params.sha256);
});
