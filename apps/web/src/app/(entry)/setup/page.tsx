import type { Metadata } from 'next';
import { redirect } from 'next/navigation';
import { SetupForm } from '../../../features/entry/setup-form.tsx';
import { pageTitle } from '../../../lib/i18n/request.ts';
import { visitor } from '../../../lib/visitor.ts';

export async function generateMetadata(): Promise<Metadata> {
  return { title: await pageTitle('setup') };
}

export default async function SetupPage({
  searchParams,
}: {
  searchParams: Promise<Record<string, string | string[] | undefined>>;
}) {
  const { setupNeeded } = await visitor();
  if (!setupNeeded) redirect('/');
  const { token } = await searchParams;
  return <SetupForm token={typeof token === 'string' ? token : ''} />;
}
