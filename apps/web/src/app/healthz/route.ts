import { checkHealth } from '../../server/health.ts';
import { json, route } from '../../server/route.ts';

export const GET = route({ access: 'anyone' }, async ({ services }) => {
  const health = await checkHealth(services);
  return json(health, { status: health.ok ? 200 : 503 });
});
