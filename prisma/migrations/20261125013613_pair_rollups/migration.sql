-- CreateTable
CREATE TABLE "pair_rollups" (
    "run_id" UUID NOT NULL,
    "pair" TEXT NOT NULL,
    "level" INTEGER NOT NULL,
    "bucket" INTEGER NOT NULL,
    "series" JSONB NOT NULL,

    CONSTRAINT "pair_rollups_pkey" PRIMARY KEY ("run_id","pair","level","bucket")
);

-- AddForeignKey
ALTER TABLE "pair_rollups" ADD CONSTRAINT "pair_rollups_run_id_fkey" FOREIGN KEY ("run_id") REFERENCES "runs"("id") ON DELETE CASCADE ON UPDATE CASCADE;
