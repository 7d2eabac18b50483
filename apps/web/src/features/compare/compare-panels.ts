import { LOSS_NAMES, METRIC_NAMES, type RunDetail, seriesName } from '@combogan/contracts';
import { domainColor, domainDash } from '../../lib/domain-colors.ts';
import type { Line, PanelSpec } from '../run/chart/curves.ts';
import { lossesOf, type PanelId } from '../run/chart/run-panels.ts';
import type { Alignment } from './compare-feed.ts';

interface ComparePanels {
  runs: readonly RunDetail[];
  /** The domain whose losses are compared. */
  domain: string;
  alignment: Alignment;
  titles: (id: PanelId) => string;
}

/** Keys of the domains in any of the runs, those in more runs first. */
export function sharedDomains(runs: readonly RunDetail[]): { key: string; name: string }[] {
  const found = new Map<string, { key: string; name: string; runs: number }>();
  for (const { domains } of runs)
    for (const { key, name } of domains) found.set(key, { key, name, runs: (found.get(key)?.runs ?? 0) + 1 });
  return [...found.values()].sort((a, b) => b.runs - a.runs).map(({ key, name }) => ({ key, name }));
}

/** A panel per loss with a line per run that has the domain; over iterations also the metrics. */
export function comparePanels({ runs, domain, alignment, titles }: ComparePanels): PanelSpec[] {
  const lineOf = (run: RunDetail, series: Line['series']): Line => {
    const place = runs.indexOf(run);
    return {
      key: run.id,
      runId: run.id,
      series,
      label: run.name,
      color: domainColor(place),
      dash: domainDash(place),
      group: run.id,
      exact: series === 'learningRate',
    };
  };
  const withDomain = runs.filter(({ domains }) => domains.some(({ key }) => key === domain));
  const losses = LOSS_NAMES.filter((loss) => withDomain.some((run) => lossesOf(run).includes(loss)));
  return [
    ...losses.map((loss) => ({
      id: loss,
      title: titles(loss),
      named: false,
      lines: withDomain
        .filter((run) => lossesOf(run).includes(loss))
        .map((run) => lineOf(run, seriesName(domain, loss))),
    })),
    ...(alignment === 'draws' ? [] : METRIC_NAMES).map((metric) => ({
      id: metric,
      title: titles(metric),
      named: false,
      lines: runs.map((run) => lineOf(run, metric)),
    })),
  ];
}
