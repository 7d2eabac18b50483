-- CreateTable
CREATE TABLE "sweeps" (
    "id" UUID NOT NULL,
    "name" TEXT NOT NULL,
    "axes" JSONB,
    "launched_by_id" TEXT,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "sweeps_pkey" PRIMARY KEY ("id")
);

-- AlterTable
ALTER TABLE "runs" ADD COLUMN     "sweep_id" UUID,
ADD COLUMN     "sweep_point" INTEGER;

-- CreateIndex
CREATE INDEX "sweeps_launched_by_id_idx" ON "sweeps"("launched_by_id");

-- CreateIndex
CREATE INDEX "sweeps_created_at_idx" ON "sweeps"("created_at");

-- CreateIndex
CREATE UNIQUE INDEX "runs_sweep_id_sweep_point_key" ON "runs"("sweep_id", "sweep_point");

-- AddForeignKey
ALTER TABLE "sweeps" ADD CONSTRAINT "sweeps_launched_by_id_fkey" FOREIGN KEY ("launched_by_id") REFERENCES "users"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "runs" ADD CONSTRAINT "runs_sweep_id_fkey" FOREIGN KEY ("sweep_id") REFERENCES "sweeps"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- Every cell of a roll-up gets the sum of its values as a sixth element, from the log, so that means are exact.
WITH "values" AS (
    SELECT e."run_id", (r.value ->> 'iteration')::int AS iteration, d.key || '.' || l.key AS series, (l.value #>> '{}')::float8 AS value
      FROM "log_entries" e, jsonb_array_elements(e."event" -> 'records') r, jsonb_each(r.value -> 'losses') d, jsonb_each(d.value) l
     WHERE e."kind" = 'iterations'
), "sums" AS (
    SELECT v."run_id", levels.level, (v.iteration - 1) / levels.level AS bucket, v.series, sum(v.value) AS total
      FROM "values" v, (VALUES (8), (64), (512), (4096), (32768)) AS levels (level)
     GROUP BY 1, 2, 3, 4
), "cells" AS (
    SELECT s."run_id", s.level, s.bucket, jsonb_object_agg(s.series, (u."series" -> s.series) || to_jsonb(s.total)) AS series
      FROM "sums" s JOIN "loss_rollups" u ON u."run_id" = s."run_id" AND u."level" = s.level AND u."bucket" = s.bucket
     WHERE u."series" ? s.series
     GROUP BY 1, 2, 3
)
UPDATE "loss_rollups" u SET "series" = u."series" || c.series
  FROM "cells" c
 WHERE u."run_id" = c."run_id" AND u."level" = c.level AND u."bucket" = c.bucket;
