import type { Metadata } from 'next';
import { RunsPage } from '../../features/runs/runs-page.tsx';
import { pageTitle } from '../../lib/i18n/request.ts';
import { requireSignedIn } from '../../lib/visitor.ts';

export async function generateMetadata(): Promise<Metadata> {
  return { title: await pageTitle('runs') };
}

export default async function Runs() {
  await requireSignedIn('/');
  return <RunsPage />;
}
