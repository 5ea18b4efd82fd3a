import * as l10n from '@vscode/l10n';
import { type Metric, metrics } from '../../src/measures/metrics.ts';

/** One of the study's four charts (slides 30–41). */
export interface ChartMetric extends Metric {
  readonly key: ChartKey;
  readonly title: string;
  /** What is written at the axis, and above a column. */
  readonly axis: string;
  readonly hint: string;
}

export const chartKeys = ['cross-entropy', 'confusion-mse', 'precision', 'recall'] as const;
export type ChartKey = (typeof chartKeys)[number];

export const crossEntropyChart: ChartMetric = {
  ...metrics.crossEntropy,
  key: 'cross-entropy',
  title: l10n.t('Cross entropy'),
  axis: l10n.t('cross entropy'),
  hint: l10n.t('lower is better'),
};

export const confusionMseChart: ChartMetric = {
  ...metrics.confusionMse,
  key: 'confusion-mse',
  title: l10n.t('Confusion MSE'),
  axis: l10n.t('confusion MSE'),
  hint: l10n.t('main metric, lower is better'),
};

/** Precision or recall, of each class or of all together. */
export function shareChart(key: 'precision' | 'recall', title: string, axis: string): ChartMetric {
  return { ...metrics[key], key, title, axis, hint: l10n.t('higher is better') };
}
