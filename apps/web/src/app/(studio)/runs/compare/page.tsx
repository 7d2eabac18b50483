import { Id } from '@combogan/contracts';
import type { Metadata } from 'next';
import { ComparePage } from '../../../../features/compare/compare-page.tsx';
import { comparePath, RUNS_MAX } from '../../../../features/compare/compare-path.ts';
import { pageTitle } from '../../../../lib/i18n/request.ts';
import { requireSignedIn } from '../../../../lib/visitor.ts';

export async function generateMetadata(): Promise<Metadata> {
  return { title: await pageTitle('compare') };
}

export default async function Compare({ searchParams }: { searchParams: Promise<{ runs?: string | string[] }> }) {
  const { runs = '' } = await searchParams;
  const named = (typeof runs === 'string' ? runs : runs.join()).split(',');
  const ids = [...new Set(named)].filter((id) => Id.safeParse(id).success).slice(0, RUNS_MAX);
  await requireSignedIn(comparePath(ids));
  return <ComparePage key={ids.join()} ids={ids} />;
}
