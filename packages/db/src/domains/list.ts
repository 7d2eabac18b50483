import type { DomainSummary } from '@combogan/contracts';
import type { Db } from '../db.ts';
import { domainSummaries } from './summary.ts';

/** All domains, oldest first. */
export const listDomains = (db: Db): Promise<DomainSummary[]> => domainSummaries(db.prisma);
