import { type DomainSummary, StudioError } from '@combogan/contracts';
import type { Db } from '../db.ts';
import { isRefused } from '../prisma-error.ts';
import { domainKey } from './key.ts';
import { domainSummaries } from './summary.ts';

/** Two people may choose one name at one moment; more than that in a row is no accident. */
const TRIES = 5;

export interface NewDomain {
  name: string;
  description: string;
  /** Where the images come from and under which licence. */
  source?: string;
  createdById?: string;
}

/** Makes an empty domain. Its key comes from its name and stays when the name changes. */
export async function createDomain(
  db: Db,
  { name, description, source, createdById }: NewDomain,
): Promise<DomainSummary> {
  for (let tries = 0; tries < TRIES; tries++) {
    const taken = await db.prisma.domain.findMany({ select: { key: true } });
    const key = domainKey(name, new Set(taken.map((domain) => domain.key)));
    try {
      const { id } = await db.prisma.domain.create({ data: { key, name, description, source, createdById } });
      const [summary] = await domainSummaries(db.prisma, [id]);
      if (summary) return summary;
    } catch (error) {
      if (!isRefused(error, 'unique')) throw error;
    }
  }
  throw new StudioError('conflict', `A domain named "${name}" is being made by someone else. Try again.`);
}
