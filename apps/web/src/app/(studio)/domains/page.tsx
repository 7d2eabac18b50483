import type { Metadata } from 'next';
import { DomainsPage } from '../../../features/domains/domains-page.tsx';
import { pageTitle } from '../../../lib/i18n/request.ts';

export async function generateMetadata(): Promise<Metadata> {
  return { title: await pageTitle('domains') };
}

export default function Domains() {
  return <DomainsPage />;
}
