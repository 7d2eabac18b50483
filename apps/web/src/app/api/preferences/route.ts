import { Preferences } from '@combogan/contracts';
import { getPreferences, setPreferences } from '@combogan/db';
import { route } from '../../../server/route.ts';

export const GET = route({ access: 'viewer' }, ({ services, person }) => getPreferences(services.db, person.id));

export const PUT = route({ access: 'viewer', body: Preferences }, ({ services, person, body }) =>
  setPreferences(services.db, person.id, body),
);
