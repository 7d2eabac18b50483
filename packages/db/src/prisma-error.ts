import { PrismaClientKnownRequestError } from '@prisma/client/runtime/client';

/** Prisma's codes for what the database refused. */
const REFUSED = { unique: 'P2002', foreignKey: 'P2003' } as const;

export const isRefused = (error: unknown, reason: keyof typeof REFUSED): boolean =>
  error instanceof PrismaClientKnownRequestError && error.code === REFUSED[reason];
