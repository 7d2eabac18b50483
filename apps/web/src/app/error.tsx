'use client';

import { Crash } from '../features/errors/crash.tsx';

export default function ErrorPage({ retry }: { error: unknown; retry: () => void }) {
  return <Crash retry={retry} />;
}
