import type { Metadata } from 'next';
import { DomainPage } from '../../../../features/domains/domain-page.tsx';
import { pageTitle } from '../../../../lib/i18n/request.ts';
import { requireSignedIn } from '../../../../lib/visitor.ts';

export async function generateMetadata(): Promise<Metadata> {
  return { title: await pageTitle('domain') };
}

export default async function Domain({ params }: { params: Promise<{ id: string }> }) {
  const { id } = await params;
  await requireSignedIn(`/domains/${id}`);
  return <DomainPage key={id} id={id} />;
}
