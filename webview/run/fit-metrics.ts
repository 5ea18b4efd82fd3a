import * as l10n from '@vscode/l10n';
import type { EpochMetrics } from '../../src/protocol/run.ts';
import { type ChartMetric, confusionMseChart, crossEntropyChart, shareChart } from '../components/chart-metric.ts';

/** A chart of the fits of a target. */
export interface FitMetric extends ChartMetric {
  readonly perClass: boolean;
  /** One value per class, or one value. */
  readonly of: (metrics: EpochMetrics) => readonly number[];
}

export const fitMetrics: readonly FitMetric[] = [
  { ...crossEntropyChart, perClass: false, of: ({ crossEntropy }) => [crossEntropy] },
  { ...confusionMseChart, perClass: false, of: ({ confusionMse }) => [confusionMse] },
  {
    ...shareChart('precision', l10n.t('Precision per class'), l10n.t('precision per class')),
    perClass: true,
    of: ({ precision }) => precision,
  },
  {
    ...shareChart('recall', l10n.t('Recall per class'), l10n.t('recall per class')),
    perClass: true,
    of: ({ recall }) => recall,
  },
];
