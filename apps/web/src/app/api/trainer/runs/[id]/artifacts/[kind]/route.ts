import { ArtifactKind, Id } from '@combogan/contracts';
import { z } from 'zod';
import { receiveArtifact } from '../../../../../../../server/artifact.ts';
import { json, route } from '../../../../../../../server/route.ts';

const params = z.object({ id: Id, kind: ArtifactKind });

export const PUT = route({ access: 'trainer', params }, async ({ request, services, trainer, params }) => {
  const stored = await receiveArtifact(
    services,
    { trainerId: trainer.id, runId: params.id, kind: params.kind },
    request,
  );
  return json(stored, { status: 201 });
});
