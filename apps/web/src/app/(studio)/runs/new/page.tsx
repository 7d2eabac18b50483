import type { Metadata } from 'next';
import { NewRunPage } from '../../../../features/new-run/new-run-page.tsx';
import { pageTitle } from '../../../../lib/i18n/request.ts';

export async function generateMetadata(): Promise<Metadata> {
  return { title: await pageTitle('newRun') };
}

export default function NewRun() {
  return <NewRunPage />;
}
