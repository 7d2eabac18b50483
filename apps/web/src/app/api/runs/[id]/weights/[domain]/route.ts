import { DomainKey, Id, StudioError } from '@combogan/contracts';
import { z } from 'zod';
import { fileResponse } from '../../../../../../server/file-response.ts';
import { route } from '../../../../../../server/route.ts';
import { artifactPath } from '../../../../../../server/storage.ts';

const params = z.object({ id: Id, domain: DomainKey });

/** The newest weights of one domain as a zip. */
export const GET = route({ access: 'viewer', params }, async ({ request, services, params }) => {
  const weights = await services.db.prisma.weightsFile.findFirst({
    where: { runId: params.id, domain: params.domain },
    orderBy: { iteration: 'desc' },
    select: { iteration: true, sha256: true, run: { select: { name: true } } },
  });
  if (!weights) throw new StudioError('not_found', `This run has no weights of a domain ${params.domain}.`);
  return fileResponse(request, {
    path: artifactPath(services.env.storageDir, 'weights', weights.sha256),
    type: 'application/zip',
    sha256: weights.sha256,
    cache: 'revalidate',
    downloadAs: `${weights.run.name}-${params.domain}-${weights.iteration}.zip`,
  });
});
