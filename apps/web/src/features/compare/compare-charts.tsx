'use client';

import { METRIC_NAMES, type RunDetail, SeriesResponse } from '@combogan/contracts';
import { memo, useMemo, useState } from 'react';
import { useTranslations } from 'use-intl';
import { Panel } from '../../components/ui/panel.tsx';
import { Segmented } from '../../components/ui/segmented.tsx';
import { Select } from '../../components/ui/select.tsx';
import { ToggleChip } from '../../components/ui/toggle-chip.tsx';
import { paths } from '../../lib/api/paths.ts';
import { request } from '../../lib/api/request.ts';
import { domainColor } from '../../lib/domain-colors.ts';
import type { RunStore } from '../../lib/live/run-store.ts';
import { ChartBoard } from '../run/chart/chart-board.ts';
import { DEFAULT_LOOK } from '../run/chart/chart-look.ts';
import { ChartStack } from '../run/chart/chart-stack.tsx';
import { ChartTools } from '../run/chart/chart-tools.tsx';
import { toggled } from '../run/chart/run-charts.tsx';
import type { PanelId } from '../run/chart/run-panels.ts';
import { type Alignment, CompareFeed } from './compare-feed.ts';
import { comparePanels, sharedDomains } from './compare-panels.ts';

interface CompareChartsProps {
  stores: ReadonlyMap<string, RunStore>;
  /** The runs in their order, and in that of their colours. */
  runs: readonly RunDetail[];
  onPick: (iteration: number) => void;
}

const NOTHING: readonly number[] = [];

/** The losses of one domain in several runs over one another. */
export const CompareCharts = memo(function CompareCharts({ stores, runs, onPick }: CompareChartsProps) {
  const t = useTranslations('compare');
  const chart = useTranslations('chart');
  const titles = useTranslations('series');
  const [feed] = useState(
    () =>
      new CompareFeed(stores, (id, { from, to }, buckets) =>
        request(SeriesResponse, paths.series(id, { from, to, buckets })),
      ),
  );
  const [board] = useState(() => new ChartBoard(feed));
  const domains = useMemo(() => sharedDomains(runs), [runs]);
  const [domain, setDomain] = useState(domains[0]?.key ?? '');
  const [alignment, setAlignment] = useState<Alignment>('iterations');
  const [hiddenPanels, setHiddenPanels] = useState<ReadonlySet<string>>(new Set(METRIC_NAMES));
  const [hiddenRuns, setHiddenRuns] = useState<ReadonlySet<string>>(new Set());
  const [look, setLook] = useState(DEFAULT_LOOK);
  const all = useMemo(
    () => comparePanels({ runs, domain, alignment, titles: (id: PanelId) => titles(id) }),
    [runs, domain, alignment, titles],
  );
  const panels = useMemo(() => all.filter(({ id }) => !hiddenPanels.has(id)), [all, hiddenPanels]);
  const align = (next: Alignment) => {
    setAlignment(next);
    board.zoomTo(null);
    void feed.align(next);
  };
  return (
    <Panel
      title={chart('title')}
      tools={<ChartTools board={board} panels={panels} look={look} onLook={setLook} name={t('title')} />}
    >
      <div className="flex flex-wrap items-center gap-x-5 gap-y-2 px-4 pt-3">
        <div className="flex items-center gap-2 text-muted text-xs">
          <span aria-hidden className="whitespace-nowrap">
            {t('domain')}
          </span>
          <Select
            aria-label={t('domain')}
            value={domain}
            options={domains.map(({ key, name }) => ({ value: key, label: name }))}
            onChange={setDomain}
            className="w-auto max-w-56"
          />
        </div>
        <div className="flex items-center gap-2">
          <span aria-hidden className="text-muted text-xs">
            {t('align')}
          </span>
          <Segmented
            label={t('align')}
            value={alignment}
            onChange={align}
            options={[
              { value: 'iterations', label: t('iterations') },
              { value: 'draws', label: t('draws') },
            ]}
          />
        </div>
        {/* biome-ignore lint/a11y/useSemanticElements: a fieldset would bring a legend that is not to be seen */}
        <div role="group" aria-label={chart('panels')} className="flex flex-wrap">
          {all.map(({ id, title }) => (
            <ToggleChip
              key={id}
              pressed={!hiddenPanels.has(id)}
              onToggle={() => setHiddenPanels((hidden) => toggled(hidden, id))}
            >
              {title}
            </ToggleChip>
          ))}
        </div>
        {/* biome-ignore lint/a11y/useSemanticElements: as above */}
        <div role="group" aria-label={t('runs')} className="flex flex-wrap">
          {runs.map(({ id, name }, i) => (
            <ToggleChip
              key={id}
              color={domainColor(i)}
              pressed={!hiddenRuns.has(id)}
              onToggle={() => setHiddenRuns((hidden) => toggled(hidden, id))}
            >
              {name}
            </ToggleChip>
          ))}
        </div>
      </div>
      <div className="px-2 pb-2">
        <ChartStack
          board={board}
          panels={panels}
          look={look}
          hidden={hiddenRuns}
          syncKey="compare"
          mark={null}
          changes={NOTHING}
          onPick={(x) => (alignment === 'iterations' ? onPick(x) : undefined)}
        />
      </div>
    </Panel>
  );
});
