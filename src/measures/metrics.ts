import type { DifferenceInterval } from '../protocol/compare-panel.ts';
import type { Spread } from '../protocol/run.ts';
import { spreadText } from './spread.ts';

export type Direction = 'lower' | 'higher';

export interface Metric {
  /** Which values are good. */
  readonly better: Direction;
  /** Digits after the point. */
  readonly digits: number;
  /** Ends of its axis, where it has some. */
  readonly range: readonly [number, number] | null;
}

const entropy: Metric = { better: 'lower', digits: 3, range: null };
const share: Metric = { better: 'higher', digits: 3, range: [0, 1] };

/** All metrics, by the names that they have in records of epochs and in summaries. */
export const metrics = {
  confusionMse: { better: 'lower', digits: 4, range: null },
  loss: entropy,
  crossEntropy: entropy,
  macroRecall: share,
  macroPrecision: share,
  macroF1: share,
  recall: share,
  precision: share,
  f1: share,
  accuracy: share,
} as const satisfies Readonly<Record<string, Metric>>;

/** Those of a target's summary, the main one first. */
export const resultMetrics = ['confusionMse', 'recall', 'precision', 'f1', 'accuracy'] as const;
export type ResultMetric = (typeof resultMetrics)[number];

/** `0.0583 ± 0.0071`, with the metric's own digits. */
export function resultText(
  summary: Readonly<Record<ResultMetric, Spread>> & { readonly fits: number },
  metric: ResultMetric,
): string {
  return spreadText(summary[metric], summary.fits, metrics[metric].digits);
}

/** @param values at least one */
export function bestOf(values: readonly number[], better: Direction): number {
  return better === 'lower' ? Math.min(...values) : Math.max(...values);
}

export type Verdict = 'better' | 'worse' | 'unclear';

/** What an interval of a difference says: one without zero distinguishes better from worse. Null without an interval. */
export function verdict({ low, high }: DifferenceInterval, better: Direction): Verdict | null {
  if (low === null || high === null) return null;
  if (low <= 0 && high >= 0) return 'unclear';
  return high < 0 === (better === 'lower') ? 'better' : 'worse';
}
