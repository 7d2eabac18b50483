import type { Metadata } from 'next';
import { DomainsPage } from '../../../features/domains/domains-page.tsx';
import { pageTitle } from '../../../lib/i18n/request.ts';
import { requireSignedIn } from '../../../lib/visitor.ts';

export async function generateMetadata(): Promise<Metadata> {
  return { title: await pageTitle('domains') };
}

export default async function Domains() {
  await requireSignedIn('/domains');
  return <DomainsPage />;
}
