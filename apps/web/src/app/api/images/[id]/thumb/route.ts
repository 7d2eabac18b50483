import { Id } from '@combogan/contracts';
import { findImage } from '@combogan/db';
import { z } from 'zod';
import { fileResponse } from '../../../../../server/file-response.ts';
import { route } from '../../../../../server/route.ts';
import { thumbnailPath } from '../../../../../server/storage.ts';

const params = z.object({ id: Id });

export const GET = route({ access: 'viewer', params }, async ({ request, services, params }) => {
  const { sha256 } = await findImage(services.db, params.id);
  return fileResponse(request, { path: thumbnailPath(services.env.storageDir, sha256), type: 'image/webp', sha256 });
});
