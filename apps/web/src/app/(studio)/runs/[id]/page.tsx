import type { Metadata } from 'next';
import { RunPage } from '../../../../features/run/run-page.tsx';
import { pageTitle } from '../../../../lib/i18n/request.ts';
import { requireSignedIn } from '../../../../lib/visitor.ts';

export async function generateMetadata(): Promise<Metadata> {
  return { title: await pageTitle('run') };
}

export default async function Run({ params }: { params: Promise<{ id: string }> }) {
  const { id } = await params;
  await requireSignedIn(`/runs/${id}`);
  return <RunPage key={id} id={id} />;
}
