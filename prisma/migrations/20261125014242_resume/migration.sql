-- AlterEnum
ALTER TYPE "run_command" ADD VALUE 'pause';

-- AlterEnum
ALTER TYPE "attempt_outcome" ADD VALUE 'released';

-- AlterTable
ALTER TABLE "attempts" ADD COLUMN "from_seq" INTEGER NOT NULL DEFAULT 0,
ADD COLUMN "progress" BOOLEAN NOT NULL DEFAULT false;
