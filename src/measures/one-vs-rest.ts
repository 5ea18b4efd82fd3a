import {
  cellsOf,
  falsePositiveRateOf,
  precisionOf,
  recallOf,
  type ThresholdCells,
  type ThresholdCounts,
} from './thresholds.ts';

/*
 * One class against all others: how well its probability alone distinguishes its examples. The curves are those of
 * scikit-learn 1.2.1.
 */

/** Σ (R_i − R_{i−1}) · P_i over the thresholds, without interpolation; null without examples of the class. */
export function averagePrecision({ positives, truePositives, falsePositives }: ThresholdCounts): number | null {
  if (positives === 0) return null;
  let sum = 0;
  for (let i = 0, before = 0; i < truePositives.length; i++) {
    sum += ((truePositives[i] - before) * truePositives[i]) / (truePositives[i] + falsePositives[i]);
    before = truePositives[i];
  }
  return sum / positives;
}

/**
 * Probability that an example of the class scores higher than one of another class, ties counting one half; null unless
 * there are examples of both.
 */
export function rocAuc({ positives, negatives, truePositives, falsePositives }: ThresholdCounts): number | null {
  if (positives === 0 || negatives === 0) return null;
  let area = 0;
  for (let i = 0, right = 0, wrong = 0; i < truePositives.length; i++) {
    area += ((falsePositives[i] - wrong) * (truePositives[i] + right)) / 2;
    right = truePositives[i];
    wrong = falsePositives[i];
  }
  return area / (positives * negatives);
}

export interface PrecisionRecallCurve {
  /** Distinct probabilities, ascending. */
  readonly thresholds: readonly number[];
  /** [thresholds + 1], the last is 1. */
  readonly precision: readonly number[];
  /** [thresholds + 1], descending, the last is 0. */
  readonly recall: readonly number[];
}

/** All thresholds, none left out at full recall, and the point (precision 1, recall 0); null without examples of the class. */
export function precisionRecallCurve(counts: ThresholdCounts): PrecisionRecallCurve | null {
  if (counts.positives === 0) return null;
  const cells = cellsOfAll(counts).reverse();
  return {
    thresholds: counts.thresholds.toReversed(),
    precision: cells.map((one) => precisionOf(one) ?? 1),
    recall: cells.map((one) => recallOf(one) ?? 0),
  };
}

export interface RocCurve {
  /** Descending; the first, the highest probability + 1, finds nothing. */
  readonly thresholds: readonly number[];
  /** [thresholds] share of the other classes' examples at or above the threshold. */
  readonly falsePositiveRate: readonly number[];
  /** [thresholds] share of the class's examples at or above the threshold. */
  readonly truePositiveRate: readonly number[];
}

/** All thresholds, none dropped; null unless there are examples of the class and of others. */
export function rocCurve(counts: ThresholdCounts): RocCurve | null {
  if (counts.positives === 0 || counts.negatives === 0) return null;
  const cells = cellsOfAll(counts);
  return {
    thresholds: [counts.thresholds[0] + 1, ...counts.thresholds],
    falsePositiveRate: cells.map((one) => falsePositiveRateOf(one) ?? 0),
    truePositiveRate: cells.map((one) => recallOf(one) ?? 0),
  };
}

/** [thresholds + 1], the first of a threshold that finds nothing. */
function cellsOfAll(counts: ThresholdCounts): ThresholdCells[] {
  return Array.from({ length: counts.thresholds.length + 1 }, (_, i) => cellsOf(counts, i - 1));
}
