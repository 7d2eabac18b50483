import { listTrainers } from '@combogan/db';
import { route } from '../../../server/route.ts';

export const GET = route({ access: 'viewer' }, async ({ services }) => ({
  trainers: await listTrainers(services.db),
}));
