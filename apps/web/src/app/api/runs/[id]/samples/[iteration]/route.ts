import { Id, SampleImage, StudioError } from '@combogan/contracts';
import { z } from 'zod';
import { fileResponse } from '../../../../../../server/file-response.ts';
import { route } from '../../../../../../server/route.ts';
import { artifactPath } from '../../../../../../server/storage.ts';

const params = z.object({ id: Id, iteration: z.coerce.number().int().min(0).max(2_147_483_647) });
const query = z.object({ image: SampleImage.default('translations') });

export const GET = route({ access: 'viewer', params, query }, async ({ request, services, params, query }) => {
  const sample = await services.db.prisma.sample.findUnique({
    where: { runId_iteration: { runId: params.id, iteration: params.iteration } },
    select: { sha256: true, reconstructionSha256: true },
  });
  if (!sample) throw new StudioError('not_found', `This run has no samples of iteration ${params.iteration}.`);
  const sha256 = query.image === 'translations' ? sample.sha256 : sample.reconstructionSha256;
  if (sha256 === null) throw new StudioError('not_found', 'This run was trained without reconstructions.');
  const path = artifactPath(services.env.storageDir, 'sample', sha256);
  return fileResponse(request, { path, type: 'image/png', sha256 });
});
