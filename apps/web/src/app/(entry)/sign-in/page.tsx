import type { Metadata } from 'next';
import { redirect } from 'next/navigation';
import { safeReturn } from '../../../features/entry/safe-return.ts';
import { SignInForm } from '../../../features/entry/sign-in-form.tsx';
import { pageTitle } from '../../../lib/i18n/request.ts';
import { visitor } from '../../../lib/visitor.ts';

export async function generateMetadata(): Promise<Metadata> {
  return { title: await pageTitle('signIn') };
}

export default async function SignInPage({
  searchParams,
}: {
  searchParams: Promise<Record<string, string | string[] | undefined>>;
}) {
  const back = safeReturn((await searchParams).next);
  const { me, setupNeeded } = await visitor();
  if (me) redirect(back);
  if (setupNeeded) redirect('/setup');
  return <SignInForm returnTo={back} />;
}
