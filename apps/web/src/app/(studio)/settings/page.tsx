import type { Metadata } from 'next';
import { SettingsPage } from '../../../features/settings/settings-page.tsx';
import { pageTitle } from '../../../lib/i18n/request.ts';
import { requireSignedIn } from '../../../lib/visitor.ts';

export async function generateMetadata(): Promise<Metadata> {
  return { title: await pageTitle('settings') };
}

export default async function Settings() {
  await requireSignedIn('/settings');
  return <SettingsPage />;
}
