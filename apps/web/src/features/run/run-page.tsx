'use client';

import { isEnded } from '@combogan/contracts';
import { useSearchParams } from 'next/navigation';
import { useMemo } from 'react';
import { useTranslations } from 'use-intl';
import { Panel } from '../../components/ui/panel.tsx';
import { Tabs } from '../../components/ui/tabs.tsx';
import { useFormat } from '../../lib/format/use-format.ts';
import { usePageTitle } from '../../lib/use-page-title.ts';
import { CommentPanel } from '../comments/comment-panel.tsx';
import { pinnedIterations } from '../comments/pins.ts';
import { useComments } from '../comments/use-comments.ts';
import { TrainerStrip } from '../runs/trainer-strip.tsx';
import { SamplePanel } from '../samples/sample-panel.tsx';
import { RunCharts } from './chart/run-charts.tsx';
import { RunActivity } from './run-activity.tsx';
import { RunConfigTable } from './run-config-table.tsx';
import { RunHeader } from './run-header.tsx';
import { RunLog } from './run-log.tsx';
import { RunRefused } from './run-refused.tsx';
import { RunSkeleton } from './run-skeleton.tsx';
import { RunWeights } from './run-weights.tsx';
import { useRun } from './use-run.ts';
import { useSampleCursor } from './use-sample-cursor.ts';

/** Beside the charts there is room for a matrix of so many domains. */
const DOMAINS_BESIDE = 6;

export function RunPage({ id }: { id: string }) {
  const t = useTranslations('run');
  const format = useFormat();
  const { store, view } = useRun(id);
  const { run } = view;
  const cursor = useSampleCursor(view.samples);
  const comments = useComments(id);
  const pins = useMemo(() => pinnedIterations(comments ?? []), [comments]);
  const soughtId = useSearchParams().get('comment');
  const share = run && !isEnded(run.state) ? `${format.percent(run.progress.iteration / run.iterations)} · ` : '';
  usePageTitle(run ? `${share}${run.name}` : undefined);
  if (view.refusal) return <RunRefused error={view.refusal} />;
  if (!run) return <RunSkeleton />;
  const beside = run.domains.length <= DOMAINS_BESIDE;
  return (
    <main id="content" className="mx-auto flex w-full max-w-[90rem] flex-col gap-4 px-6 py-5 max-sm:px-4">
      <RunHeader run={run} />
      {run.state === 'queued' ? <TrainerStrip /> : null}
      <div
        className={
          beside ? 'grid items-start gap-4 lg:grid-cols-[minmax(0,1fr)_minmax(22rem,30rem)]' : 'grid items-start gap-4'
        }
      >
        <RunCharts
          runId={run.id}
          name={run.name}
          domains={run.domains}
          config={run.config}
          changes={run.changes}
          store={store}
          empty={run.progress.iteration === 0}
          mark={cursor.sheet?.iteration ?? null}
          pins={pins}
          onPick={cursor.moveNear}
        />
        <div className={beside ? 'min-w-0 lg:sticky lg:top-[calc(var(--bar-height)+1rem)]' : 'min-w-0'}>
          <SamplePanel runId={run.id} domains={run.domains} ended={isEnded(run.state)} cursor={cursor} />
        </div>
      </div>
      <CommentPanel run={run} cursor={cursor} soughtId={soughtId} />
      <Panel label={t('details')}>
        <div className="p-4 pt-1">
          <Tabs
            label={t('details')}
            tabs={[
              { value: 'log', label: t('log'), content: <RunLog log={view.log} /> },
              { value: 'activity', label: t('activity'), content: <RunActivity run={run} log={view.log} /> },
              { value: 'config', label: t('config'), content: <RunConfigTable run={run} /> },
              { value: 'weights', label: t('weightsTab'), content: <RunWeights run={run} /> },
            ]}
          />
        </div>
      </Panel>
    </main>
  );
}
