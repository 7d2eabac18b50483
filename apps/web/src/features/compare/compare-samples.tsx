'use client';

import { isEnded } from '@combogan/contracts';
import { useEffect, useState } from 'react';
import { useTranslations } from 'use-intl';
import { Select } from '../../components/ui/select.tsx';
import { useSampleCursor } from '../run/use-sample-cursor.ts';
import { SamplePanel } from '../samples/sample-panel.tsx';
import type { LoadedRun } from './loaded-run.ts';

/** An iteration someone clicked on; a new object for each click. */
export interface Picked {
  iteration: number;
}

interface CompareSamplesProps {
  runs: readonly LoadedRun[];
  picked: Picked | null;
}

/** The samples of two of the runs side by side, each at an iteration of its own; a click on the charts moves both. */
export function CompareSamples({ runs, picked }: CompareSamplesProps) {
  const t = useTranslations('compare');
  const [left, setLeft] = useState(runs[0]?.run.id ?? '');
  const [right, setRight] = useState(runs[1]?.run.id ?? '');
  const sides = [
    { label: t('left'), id: left, choose: setLeft },
    { label: t('right'), id: right, choose: setRight },
  ];
  const options = runs.map(({ run }) => ({ value: run.id, label: run.name }));
  return (
    <section aria-label={t('samples')} className="grid items-start gap-4 lg:grid-cols-2">
      {sides.map(({ label, id, choose }) => {
        const found = runs.find(({ run }) => run.id === id);
        return (
          <div key={label} className="flex min-w-0 flex-col gap-2">
            <Select aria-label={label} value={id} options={options} onChange={choose} />
            {found ? <Side key={id} loaded={found} picked={picked} /> : null}
          </div>
        );
      })}
    </section>
  );
}

function Side({ loaded: { run, samples }, picked }: { loaded: LoadedRun; picked: Picked | null }) {
  const cursor = useSampleCursor(samples);
  const { moveNear } = cursor;
  useEffect(() => {
    if (picked) moveNear(picked.iteration);
  }, [picked, moveNear]);
  return <SamplePanel runId={run.id} domains={run.domains} ended={isEnded(run.state)} cursor={cursor} />;
}
