import type { RunDetail, SampleRef } from '@combogan/contracts';

/** A run of the comparison once it has come. */
export interface LoadedRun {
  run: RunDetail;
  samples: readonly SampleRef[];
}
