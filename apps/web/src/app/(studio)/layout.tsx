import { headers } from 'next/headers';
import { redirect } from 'next/navigation';
import type { ReactNode } from 'react';
import { Shell } from '../../components/shell/shell.tsx';
import { visitor } from '../../lib/visitor.ts';

/** Every page but sign-in and set-up: for people who are signed in. */
export default async function StudioLayout({ children }: { children: ReactNode }) {
  const { me, setupNeeded } = await visitor(await headers());
  if (!me) redirect(setupNeeded ? '/setup' : '/sign-in');
  return <Shell me={me}>{children}</Shell>;
}
