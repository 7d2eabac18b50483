'use client';

import { METRIC_NAMES, type Pair, type RunDetail, SeriesResponse } from '@combogan/contracts';
import { memo, useMemo, useState } from 'react';
import { useTranslations } from 'use-intl';
import { Panel } from '../../../components/ui/panel.tsx';
import { ToggleChip } from '../../../components/ui/toggle-chip.tsx';
import { paths } from '../../../lib/api/paths.ts';
import { request } from '../../../lib/api/request.ts';
import { domainColor } from '../../../lib/domain-colors.ts';
import type { RunStore } from '../../../lib/live/run-store.ts';
import { ChartBoard } from './chart-board.ts';
import { DEFAULT_LOOK } from './chart-look.ts';
import { ChartStack } from './chart-stack.tsx';
import { ChartTools } from './chart-tools.tsx';
import { PairPicker } from './pair-picker.tsx';
import { RunFeed } from './run-feed.ts';
import { lossesOf, type PanelId, runPanels } from './run-panels.ts';

interface RunChartsProps {
  runId: string;
  name: string;
  domains: RunDetail['domains'];
  config: RunDetail['config'];
  changes: RunDetail['changes'];
  store: RunStore;
  /** Whether there is nothing to draw yet. */
  empty: boolean;
  /** Iteration whose samples are shown, marked in every panel. */
  mark: number | null;
  /** Iterations that people commented on, in order. */
  pins: readonly number[];
  onPick: (iteration: number) => void;
}

/**
 * A panel per loss and metric over one shared axis of iterations, a line per domain. Rendered when someone changes
 * something, not when iterations come: those go from the store to the canvases.
 */
export const RunCharts = memo(function RunCharts(props: RunChartsProps) {
  const { runId, name, domains, config, changes, store, empty, mark, pins, onPick } = props;
  const t = useTranslations('chart');
  const titles = useTranslations('series');
  const [feed] = useState(
    () =>
      new RunFeed(runId, store, ({ from, to }, buckets, drawn) =>
        request(SeriesResponse, paths.series(runId, { from, to, buckets, pair: drawn })),
      ),
  );
  const [board] = useState(() => new ChartBoard(feed));
  const [hiddenPanels, setHiddenPanels] = useState<ReadonlySet<string>>(new Set(METRIC_NAMES));
  const [hiddenDomains, setHiddenDomains] = useState<ReadonlySet<string>>(new Set());
  const [pair, setPair] = useState<Pair | null>(null);
  const [look, setLook] = useState(DEFAULT_LOOK);

  const losses = useMemo(() => lossesOf({ config, changes }), [config, changes]);
  const all = useMemo(
    () => runPanels({ runId, domains, losses, pair, titles: (id: PanelId) => titles(id) }),
    [runId, domains, losses, pair, titles],
  );
  const panels = useMemo(() => all.filter(({ id }) => !hiddenPanels.has(id)), [all, hiddenPanels]);
  const changedAt = useMemo(() => changes.map(({ iteration }) => iteration), [changes]);
  const choosePair = (next: Pair | null) => {
    setPair(next);
    feed.setPair(next);
  };
  const inSight = domains.map((domain, i) => ({ ...domain, i })).filter(({ key }) => !pair || pair.includes(key));
  return (
    <Panel
      title={t('title')}
      tools={<ChartTools board={board} panels={panels} look={look} onLook={setLook} name={name} />}
    >
      <div className="flex flex-wrap items-center gap-x-6 gap-y-1 px-2 pt-2">
        {/* biome-ignore lint/a11y/useSemanticElements: a fieldset would bring a legend that is not to be seen */}
        <div role="group" aria-label={t('panels')} className="flex flex-wrap">
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
        <div role="group" aria-label={t('domains')} className="flex flex-wrap">
          {inSight.map(({ key, name: label, i }) => (
            <ToggleChip
              key={key}
              color={domainColor(i)}
              pressed={!hiddenDomains.has(key)}
              onToggle={() => setHiddenDomains((hidden) => toggled(hidden, key))}
            >
              {label}
            </ToggleChip>
          ))}
        </div>
        {domains.length > 2 ? <PairPicker domains={domains} pair={pair} onChange={choosePair} /> : null}
      </div>
      <div className="px-2 pb-2">
        <ChartStack
          board={board}
          panels={panels}
          look={look}
          hidden={hiddenDomains}
          syncKey={`run-${runId}`}
          mark={mark}
          changes={changedAt}
          pins={pins}
          onPick={onPick}
        />
        {empty ? <p className="px-2 py-3 text-muted text-sm">{t('waiting')}</p> : null}
      </div>
    </Panel>
  );
});

export function toggled<T>(set: ReadonlySet<T>, item: T): ReadonlySet<T> {
  const next = new Set(set);
  if (!next.delete(item)) next.add(item);
  return next;
}
