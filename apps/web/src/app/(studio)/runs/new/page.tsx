import type { Metadata } from 'next';
import { NewRunPage } from '../../../../features/new-run/new-run-page.tsx';
import { pageTitle } from '../../../../lib/i18n/request.ts';
import { requireSignedIn } from '../../../../lib/visitor.ts';

export async function generateMetadata(): Promise<Metadata> {
  return { title: await pageTitle('newRun') };
}

export default async function NewRun() {
  await requireSignedIn('/runs/new');
  return <NewRunPage />;
}
