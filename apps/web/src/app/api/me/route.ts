import { MeResponse } from '@combogan/contracts';
import { route } from '../../../server/route.ts';

export const GET = route({ access: 'anyone' }, async ({ person }) => MeResponse.parse({ me: person }));
