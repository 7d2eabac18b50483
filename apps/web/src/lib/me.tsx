'use client';

import type { Person } from '@combogan/contracts';
import { createContext, type ReactNode, useContext } from 'react';

const Me = createContext<Person | null>(null);

export function MeProvider({ me, children }: { me: Person; children: ReactNode }) {
  return <Me value={me}>{children}</Me>;
}

/** Who is signed in. */
export function useMe(): Person {
  const me = useContext(Me);
  if (!me) throw new Error('useMe needs a MeProvider above it');
  return me;
}

/** Whether the signed-in person may change things; viewers only look. */
export const useMayEdit = (): boolean => useMe().role !== 'viewer';
