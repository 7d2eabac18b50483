import type { Metadata } from 'next';
import { NotificationsPage } from '../../../features/notifications/notifications-page.tsx';
import { pageTitle } from '../../../lib/i18n/request.ts';
import { requireSignedIn } from '../../../lib/visitor.ts';

export async function generateMetadata(): Promise<Metadata> {
  return { title: await pageTitle('notifications') };
}

export default async function Notifications() {
  await requireSignedIn('/notifications');
  return <NotificationsPage />;
}
