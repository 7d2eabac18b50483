import type { DomainSummary } from '@combogan/contracts';
import type { Db } from '../db.ts';
import { noSuchDomain } from './missing.ts';
import { domainSummaries } from './summary.ts';

/**
 * Changes name or description; runs keep the name they were launched with.
 * @throws StudioError `not_found`
 */
export async function updateDomain(
  db: Db,
  id: string,
  { name, description }: { name?: string; description?: string },
): Promise<DomainSummary> {
  await db.prisma.domain.updateMany({ where: { id }, data: { name, description } });
  const [summary] = await domainSummaries(db.prisma, [id]);
  if (!summary) throw noSuchDomain();
  return summary;
}
