import { json, route } from '../../server/route.ts';

export const GET = route({ access: 'anyone' }, async ({ services }) => {
  const readiness = await services.readiness.check();
  return json(readiness, { status: readiness.ready ? 200 : 503 });
});
