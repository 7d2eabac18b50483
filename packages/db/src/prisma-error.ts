import { Prisma } from './generated/client.ts';

/** Prisma's codes for what the database refused. */
export const REFUSED = { unique: 'P2002', foreignKey: 'P2003', missing: 'P2025' } as const;

export const isRefused = (error: unknown, reason: keyof typeof REFUSED): boolean =>
  error instanceof Prisma.PrismaClientKnownRequestError && error.code === REFUSED[reason];
