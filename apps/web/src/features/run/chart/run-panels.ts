import {
  configAt,
  LOSS_NAMES,
  type LossName,
  METRIC_NAMES,
  type MetricName,
  type Pair,
  type RunDetail,
  seriesName,
} from '@combogan/contracts';
import { domainColor, domainDash } from '../../../lib/domain-colors.ts';
import type { Line, PanelSpec } from './curves.ts';

/** What a run is charted by. */
export type PanelId = LossName | MetricName;

/** The losses this run has: one whose weight was 0 throughout was never computed. */
export function lossesOf({ config, changes }: Pick<RunDetail, 'config' | 'changes'>): LossName[] {
  const configs = [config, ...changes.map(({ iteration }) => configAt(config, changes, iteration))];
  const weights = { cycle: 'lambdaCycle', identity: 'lambdaIdentity', forward: 'lambdaForward' } as const;
  return LOSS_NAMES.filter((loss) => !(loss in weights) || configs.some((c) => c[weights[loss as 'cycle']] > 0));
}

/** Where an image goes for a loss of `own` when it was drawn with `other`. */
export function pathOf(loss: LossName, own: string, other: string): string {
  const path = {
    gan: [other, own],
    discriminator: [other, own],
    cycle: [own, other, own],
    identity: [own, own],
    forward: [own, other],
  }[loss];
  return path.join(' → ');
}

interface RunPanels {
  runId: string;
  domains: RunDetail['domains'];
  losses: readonly LossName[];
  pair: Pair | null;
  titles: (id: PanelId) => string;
}

/** A panel per loss with a line per domain, then the metrics of the run. With a pair, lines are named by where images go. */
export function runPanels({ runId, domains, losses, pair, titles }: RunPanels): PanelSpec[] {
  const nameOf = (key: string) => domains.find((domain) => domain.key === key)?.name ?? key;
  const lineOf = (loss: LossName, key: string, place: number): Line => {
    const other = pair?.find((drawn) => drawn !== key);
    return {
      key,
      runId,
      series: seriesName(key, loss),
      label: other === undefined ? nameOf(key) : pathOf(loss, nameOf(key), nameOf(other)),
      color: domainColor(place),
      dash: domainDash(place),
      group: key,
    };
  };
  const drawn = domains.map(({ key }, place) => ({ key, place })).filter(({ key }) => !pair || pair.includes(key));
  const ofLosses = losses.map((loss) => ({
    id: loss,
    title: titles(loss),
    named: pair !== null,
    lines: drawn.map(({ key, place }) => lineOf(loss, key, place)),
  }));
  const ofMetrics = METRIC_NAMES.map((metric) => ({
    id: metric,
    title: titles(metric),
    named: false,
    lines: [
      {
        key: metric,
        runId,
        series: metric,
        label: titles(metric),
        color: 'var(--ink-muted)',
        dash: [],
        exact: metric === 'learningRate',
      },
    ],
  }));
  return [...ofLosses, ...ofMetrics];
}
