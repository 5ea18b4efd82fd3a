import * as l10n from '@vscode/l10n';
import { type ResultMetric, resultText } from '../../src/measures/metrics.ts';
import type { Spread } from '../../src/protocol/run.ts';
import type { Baseline } from '../components/baselines.ts';
import type { TextTable } from '../components/table-text.ts';

/** One of the three metrics of slides 17 and 18, with the look that it has there. */
export interface OverviewMetric {
  readonly metric: ResultMetric;
  readonly title: string;
  readonly colour: 'red' | 'purple' | 'green';
  /** Its marker, a number of `markerPath`. */
  readonly marker: number;
}

export const overviewMetrics: readonly OverviewMetric[] = [
  { metric: 'confusionMse', title: l10n.t('confusion MSE'), colour: 'red', marker: 0 },
  { metric: 'recall', title: l10n.t('macro recall'), colour: 'purple', marker: 1 },
  { metric: 'precision', title: l10n.t('macro precision'), colour: 'green', marker: 2 },
];

/** Where a metric's marker and the ends of its bar are, in percent of the axis from 0 to 1. */
export interface Bar {
  readonly at: number;
  readonly from: number;
  readonly to: number;
}

export function barOf({ mean, std }: Spread): Bar {
  const place = (value: number): number => Number((100 * Math.min(Math.max(value, 0), 1)).toFixed(2));
  return { at: place(mean), from: place(mean - std), to: place(mean + std) };
}

/** A run, or what needs no model; without a summary before the first fit is complete. */
export interface Scored {
  readonly name: string;
  readonly summary: Baseline['summary'] | null;
}

/** A run's three metrics in words. */
export function overviewText({ name, summary }: Scored): string {
  if (summary === null) return l10n.t('{0}: no results yet', name);
  const values = overviewMetrics.map(({ title, metric }) => `${title} ${resultText(summary, metric)}`);
  return `${name}: ${values.join(', ')}`;
}

/** The whole picture as a table: a row per target and run. */
export function overviewTable(targets: readonly { target: string; runs: readonly Scored[] }[]): TextTable {
  return {
    columns: [
      l10n.t('target'),
      l10n.t({ message: 'run', comment: ['noun: training run'] }),
      ...overviewMetrics.map(({ title }) => title),
      l10n.t('trainings'),
    ],
    rows: targets.flatMap(({ target, runs }) =>
      runs.flatMap(({ name, summary }) =>
        summary === null
          ? []
          : [[target, name, ...overviewMetrics.map(({ metric }) => resultText(summary, metric)), String(summary.fits)]],
      ),
    ),
    names: [1],
  };
}
