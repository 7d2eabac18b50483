import { PrismaPg } from '@prisma/adapter-pg';
import pg from 'pg';
import { type Prisma, PrismaClient } from './generated/client.ts';

/** The studio's database: Prisma's client and the pool of connections it uses. */
export interface Db {
  prisma: PrismaClient;
  pool: pg.Pool;
  close(): Promise<void>;
}

/** What a query needs: the client itself, or the transaction it must be part of. */
export type Tx = Prisma.TransactionClient;

/** A busy machine may take seconds to give out a connection or to finish; a stuck transaction must end some day. */
const TRANSACTION = { maxWait: 15_000, timeout: 60_000 };

/** Opens a pool of at most `max` connections; the first query connects. */
export function createDb(databaseUrl: string, { max = 10 }: { max?: number } = {}): Db {
  const pool = new pg.Pool({ connectionString: databaseUrl, max });
  // a connection that breaks while idle (the server restarted) is replaced by the next query
  pool.on('error', () => {});
  const prisma = new PrismaClient({ adapter: new PrismaPg(pool) });
  return {
    prisma,
    pool,
    close: async () => {
      await prisma.$disconnect();
      if (!pool.ended) await pool.end();
    },
  };
}

/** Runs `work` in one transaction: all of it is stored, or nothing, when it throws. */
export function inTransaction<T>(db: Db, work: (tx: Tx) => Promise<T>): Promise<T> {
  return db.prisma.$transaction(work, TRANSACTION);
}

/** Reads in `work` see the database as it was at one moment. */
export function inSnapshot<T>(db: Db, work: (tx: Tx) => Promise<T>): Promise<T> {
  return db.prisma.$transaction(work, { ...TRANSACTION, isolationLevel: 'RepeatableRead' });
}
