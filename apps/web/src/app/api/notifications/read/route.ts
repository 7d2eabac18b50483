import { ReadBody } from '@combogan/contracts';
import { readNotifications } from '@combogan/db';
import { noContent, route } from '../../../../server/route.ts';

export const POST = route({ access: 'viewer', body: ReadBody }, async ({ services, person, body }) => {
  await readNotifications(services.db, person.id, body.ids);
  return noContent();
});
