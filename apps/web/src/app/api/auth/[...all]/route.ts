import { answerAuth } from '../../../../server/auth-route.ts';
import { route } from '../../../../server/route.ts';

export const GET = route({ access: 'anyone' }, ({ request, services }) => answerAuth(request, services));
export const POST = route({ access: 'anyone' }, ({ request, services }) => answerAuth(request, services));
