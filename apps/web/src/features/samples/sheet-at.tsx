'use client';

import type { RunDetail, SampleImage, SampleRef } from '@combogan/contracts';
import { paths } from '../../lib/api/paths.ts';
import { type Cell, SampleMatrix } from './sample-matrix.tsx';
import { useLoadedImage } from './use-loaded-image.ts';

interface SheetAtProps {
  runId: string;
  domains: RunDetail['domains'];
  sheet: SampleRef;
  image: SampleImage;
  probe: number;
  onOpen: (cell: Cell) => void;
}

/** The matrix of a sheet; the one before stays until its image has come. */
export function SheetAt({ runId, domains, sheet, image, probe, onOpen }: SheetAtProps) {
  // runs of earlier trainers have translations only
  const shown = sheet.reconstructions ? image : 'translations';
  const url = useLoadedImage(paths.sample(runId, sheet.iteration, shown));
  return <SampleMatrix domains={domains} sheet={sheet} url={url} image={shown} probe={probe} onOpen={onOpen} />;
}
