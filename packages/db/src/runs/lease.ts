import { TIMING } from '@combogan/contracts';
import { Prisma } from '../generated/client.ts';

/** The database's clock decides: the web processes need not agree on theirs. */
export const LEASE_END = Prisma.sql`clock_timestamp() + make_interval(secs => ${TIMING.leaseFor / 1000})`;
