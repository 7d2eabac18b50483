import { StudioError } from '@combogan/contracts';
import { route } from '../../../server/route.ts';

export const GET = route({ access: 'viewer' }, async ({ services }) => {
  if (!services.openApi) throw new StudioError('not_found', 'The document is made by the build: npm run build.');
  return new Response(services.openApi, {
    headers: { 'content-type': 'application/json', 'cache-control': 'private, no-cache' },
  });
});
