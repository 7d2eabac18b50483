import { listMembers } from '@combogan/db';
import { route } from '../../../server/route.ts';

export const GET = route({ access: 'viewer' }, async ({ services }) => ({ members: await listMembers(services.db) }));
