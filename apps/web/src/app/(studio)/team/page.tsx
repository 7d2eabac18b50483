import type { Metadata } from 'next';
import { TeamPage } from '../../../features/team/team-page.tsx';
import { pageTitle } from '../../../lib/i18n/request.ts';
import { requireSignedIn } from '../../../lib/visitor.ts';

export async function generateMetadata(): Promise<Metadata> {
  return { title: await pageTitle('team') };
}

export default async function Team() {
  await requireSignedIn('/team');
  return <TeamPage />;
}
