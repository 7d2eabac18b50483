import type { Metadata } from 'next';
import { DomainPage } from '../../../../features/domains/domain-page.tsx';
import { pageTitle } from '../../../../lib/i18n/request.ts';

export async function generateMetadata(): Promise<Metadata> {
  return { title: await pageTitle('domain') };
}

export default async function Domain({ params }: { params: Promise<{ id: string }> }) {
  const { id } = await params;
  return <DomainPage key={id} id={id} />;
}
