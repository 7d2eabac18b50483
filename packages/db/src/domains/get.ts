import type { DomainDetail } from '@combogan/contracts';
import { type Db, inSnapshot } from '../db.ts';
import { imageItem } from './image-item.ts';
import { noSuchDomain } from './missing.ts';
import { domainSummaries } from './summary.ts';
import { runsOfDomain } from './usage.ts';

const PAGE = 100;

/**
 * A domain with one page of its images in the order they came; `cursor` is the last image of the page before.
 * @throws StudioError `not_found`
 */
export function getDomain(
  db: Db,
  id: string,
  { cursor, limit = PAGE }: { cursor?: string; limit?: number } = {},
): Promise<DomainDetail> {
  return inSnapshot(db, async (tx) => {
    const [summary] = await domainSummaries(tx, [id]);
    if (!summary) throw noSuchDomain();
    const images = await tx.image.findMany({
      where: { domainId: id, ...(cursor && { id: { gt: cursor } }) },
      orderBy: { id: 'asc' },
      take: limit + 1,
    });
    const page = images.slice(0, limit);
    return {
      ...summary,
      images: page.map(imageItem),
      nextCursor: images.length > limit ? (page.at(-1)?.id ?? null) : null,
      runs: await runsOfDomain(tx, id),
    };
  });
}
