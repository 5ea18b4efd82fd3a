import * as l10n from '@vscode/l10n';
import type { EpochMetrics } from '../../src/protocol/run.ts';

/** One of the study's four charts (slides 30–41). */
export interface Metric {
  readonly key: MetricKey;
  readonly title: string;
  /** What is written at the axis. */
  readonly axis: string;
  readonly hint: string;
  /** Digits after the point. */
  readonly digits: number;
  /** Ends of the axis, where the metric has some. */
  readonly range: readonly [number, number] | null;
  readonly perClass: boolean;
  /** One value per class, or one value. */
  readonly of: (metrics: EpochMetrics) => readonly number[];
}

export const metricKeys = ['cross-entropy', 'confusion-mse', 'precision', 'recall'] as const;
export type MetricKey = (typeof metricKeys)[number];

const shares: readonly [number, number] = [0, 1];

export const metrics: readonly Metric[] = [
  {
    key: 'cross-entropy',
    title: l10n.t('Cross entropy'),
    axis: l10n.t('cross entropy'),
    hint: l10n.t('lower is better'),
    digits: 3,
    range: null,
    perClass: false,
    of: ({ crossEntropy }) => [crossEntropy],
  },
  {
    key: 'confusion-mse',
    title: l10n.t('Confusion MSE'),
    axis: l10n.t('confusion MSE'),
    hint: l10n.t('main metric, lower is better'),
    digits: 4,
    range: null,
    perClass: false,
    of: ({ confusionMse }) => [confusionMse],
  },
  {
    key: 'precision',
    title: l10n.t('Precision per class'),
    axis: l10n.t('precision per class'),
    hint: l10n.t('higher is better'),
    digits: 3,
    range: shares,
    perClass: true,
    of: ({ precision }) => precision,
  },
  {
    key: 'recall',
    title: l10n.t('Recall per class'),
    axis: l10n.t('recall per class'),
    hint: l10n.t('higher is better'),
    digits: 3,
    range: shares,
    perClass: true,
    of: ({ recall }) => recall,
  },
];
