import type { ReactNode } from 'react';
import { Shell } from '../../components/shell/shell.tsx';
import { visitor } from '../../lib/visitor.ts';

/** The frame of every page but sign-in and set-up. Each page itself sends away who is not signed in: it knows its path. */
export default async function StudioLayout({ children }: { children: ReactNode }) {
  const { me } = await visitor();
  return me ? <Shell me={me}>{children}</Shell> : children;
}
