import type { EpochMetrics } from '../../src/protocol/run.ts';

/** One of the study's four charts (slides 30–41). */
export interface Metric {
  readonly key: MetricKey;
  readonly title: string;
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
    title: 'Cross entropy',
    hint: 'lower is better',
    digits: 3,
    range: null,
    perClass: false,
    of: ({ crossEntropy }) => [crossEntropy],
  },
  {
    key: 'confusion-mse',
    title: 'Confusion MSE',
    hint: 'main metric, lower is better',
    digits: 4,
    range: null,
    perClass: false,
    of: ({ confusionMse }) => [confusionMse],
  },
  {
    key: 'precision',
    title: 'Precision per class',
    hint: 'higher is better',
    digits: 3,
    range: shares,
    perClass: true,
    of: ({ precision }) => precision,
  },
  {
    key: 'recall',
    title: 'Recall per class',
    hint: 'higher is better',
    digits: 3,
    range: shares,
    perClass: true,
    of: ({ recall }) => recall,
  },
];
