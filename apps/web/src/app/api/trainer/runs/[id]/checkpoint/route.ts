import { Id, parseInput } from '@combogan/contracts';
import { heldCheckpoint } from '@combogan/db';
import { z } from 'zod';
import { fileResponse } from '../../../../../../server/file-response.ts';
import { route } from '../../../../../../server/route.ts';
import { artifactPath } from '../../../../../../server/storage.ts';

const Headed = z.object({ 'x-attempt-token': z.string().min(1) });

/** What the attempt begins at. A broken download goes on by Range. */
export const GET = route(
  { access: 'trainer', params: z.object({ id: Id }) },
  async ({ request, services, trainer, params }) => {
    const headed = parseInput(Headed, Object.fromEntries(request.headers));
    const { sha256 } = await heldCheckpoint(services.db, trainer.id, params.id, headed['x-attempt-token']);
    const path = artifactPath(services.env.storageDir, 'checkpoint', sha256);
    return fileResponse(request, { path, type: 'application/zip', sha256, cache: 'revalidate' });
  },
);
