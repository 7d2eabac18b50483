import { route } from '../../server/route.ts';

/** For Prometheus: see docs/OPERATIONS.md for what there is and who may read it. */
export const GET = route({ access: 'operator' }, async ({ services: { metrics } }) => {
  const headers = { 'content-type': metrics.contentType, 'cache-control': 'no-store' };
  return new Response(await metrics.text(), { headers });
});
