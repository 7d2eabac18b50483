import type { DomainSummary } from '@combogan/contracts';
import type { Tx } from '../db.ts';
import { Prisma } from '../generated/client.ts';

const PREVIEWS = 8;

type Row = Omit<DomainSummary, 'createdAt'> & { createdAt: Date };

/** Summaries of all domains, or of those named, oldest first. */
export async function domainSummaries(tx: Tx, ids?: string[]): Promise<DomainSummary[]> {
  const which = ids ? Prisma.sql`WHERE d.id = ANY(${ids}::uuid[])` : Prisma.empty;
  const rows = await tx.$queryRaw<Row[]>`
    SELECT d.id, d.key, d.name, d.description, d.source, d.created_at AS "createdAt", u.name AS "createdBy",
           count(i.id) FILTER (WHERE i.role = 'train')::int AS "trainCount",
           count(i.id) FILTER (WHERE i.role = 'probe')::int AS "probeCount",
           min(least(i.width, i.height))::int AS "minSide",
           coalesce(sum(i.bytes), 0)::float8 AS bytes,
           ARRAY(SELECT p.id::text FROM images p WHERE p.domain_id = d.id ORDER BY p.id LIMIT ${PREVIEWS}) AS preview
      FROM domains d
      LEFT JOIN images i ON i.domain_id = d.id
      LEFT JOIN users u ON u.id = d.created_by_id
      ${which}
     GROUP BY d.id, u.name
     ORDER BY d.created_at, d.id`;
  return rows.map((row) => ({ ...row, createdAt: row.createdAt.toISOString() }));
}
