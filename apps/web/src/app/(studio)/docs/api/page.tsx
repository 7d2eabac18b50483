import type { Metadata } from 'next';
import { ApiDocsPage } from '../../../../features/api-docs/api-docs-page.tsx';
import { pageTitle } from '../../../../lib/i18n/request.ts';
import { requireSignedIn } from '../../../../lib/visitor.ts';

export async function generateMetadata(): Promise<Metadata> {
  return { title: await pageTitle('apiDocs') };
}

export default async function ApiDocs() {
  await requireSignedIn('/docs/api');
  return <ApiDocsPage />;
}
