-- AlterTable
ALTER TABLE "samples" ADD COLUMN     "reconstruction_bytes" INTEGER,
ADD COLUMN     "reconstruction_sha256" TEXT;
