import type { Tx } from '../db.ts';

/** The runs that point at a version of this domain, newest first. */
export function runsOfDomain(tx: Tx, domainId: string): Promise<{ id: string; name: string }[]> {
  return tx.run.findMany({
    where: { domains: { some: { version: { domainId } } } },
    select: { id: true, name: true },
    orderBy: { createdAt: 'desc' },
  });
}
