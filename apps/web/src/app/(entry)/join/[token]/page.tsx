import { findInvite } from '@combogan/db';
import type { Metadata } from 'next';
import { JoinForm } from '../../../../features/entry/join-form.tsx';
import { pageTitle } from '../../../../lib/i18n/request.ts';
import { visitor } from '../../../../lib/visitor.ts';
import { asStudioError } from '../../../../server/errors.ts';
import { services } from '../../../../server/services.ts';

export async function generateMetadata(): Promise<Metadata> {
  return { title: await pageTitle('join') };
}

export default async function JoinPage({ params }: { params: Promise<{ token: string }> }) {
  const { token } = await params;
  const { me } = await visitor();
  const invite = await findInvite(services().db, token).catch((error: unknown) => {
    if (asStudioError(error)) return null;
    throw error;
  });
  return <JoinForm token={token} invite={invite} signedInAs={me?.name ?? null} />;
}
