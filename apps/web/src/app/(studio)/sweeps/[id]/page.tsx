import type { Metadata } from 'next';
import { SweepPage } from '../../../../features/sweeps/sweep-page.tsx';
import { pageTitle } from '../../../../lib/i18n/request.ts';
import { requireSignedIn } from '../../../../lib/visitor.ts';

export async function generateMetadata(): Promise<Metadata> {
  return { title: await pageTitle('sweep') };
}

export default async function Sweep({ params }: { params: Promise<{ id: string }> }) {
  const { id } = await params;
  await requireSignedIn(`/sweeps/${id}`);
  return <SweepPage key={id} id={id} />;
}
