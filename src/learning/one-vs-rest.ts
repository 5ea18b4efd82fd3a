import type { RealArray } from './real-array.ts';

/*
 * One class against all others: how well its probability alone tells its examples apart. The curves are those of
 * scikit-learn 1.2.1.
 */

/** For each distinct probability of the class, descending: what "at least this probability" finds. */
export interface ThresholdCounts {
  readonly positives: number;
  readonly negatives: number;
  readonly thresholds: Float64Array;
  /** Examples of the class at or above each threshold. */
  readonly truePositives: Int32Array;
  /** Examples of other classes at or above each threshold. */
  readonly falsePositives: Int32Array;
}

/**
 * @param labels        [examples] true classes
 * @param probabilities [examples × classes], finite
 * @param positive      the class set against all others
 */
export function countByThreshold(
  labels: Int32Array,
  probabilities: RealArray,
  classes: number,
  positive: number,
): ThresholdCounts {
  const inside: number[] = [];
  const outside: number[] = [];
  for (let example = 0; example < labels.length; example++) {
    const scores = labels[example] === positive ? inside : outside;
    scores.push(probabilities[example * classes + positive]);
  }
  const ofClass = Float64Array.from(inside).sort().reverse();
  const ofOthers = Float64Array.from(outside).sort().reverse();

  const thresholds = new Float64Array(labels.length);
  const truePositives = new Int32Array(labels.length);
  const falsePositives = new Int32Array(labels.length);
  let count = 0;
  let found = 0;
  let wrong = 0;
  while (found < ofClass.length || wrong < ofOthers.length) {
    const threshold = highestLeft(ofClass, found, ofOthers, wrong);
    while (found < ofClass.length && ofClass[found] === threshold) found++;
    while (wrong < ofOthers.length && ofOthers[wrong] === threshold) wrong++;
    thresholds[count] = threshold;
    truePositives[count] = found;
    falsePositives[count] = wrong;
    count++;
  }
  return {
    positives: ofClass.length,
    negatives: ofOthers.length,
    thresholds: thresholds.slice(0, count),
    truePositives: truePositives.slice(0, count),
    falsePositives: falsePositives.slice(0, count),
  };
}

function highestLeft(a: Float64Array, fromA: number, b: Float64Array, fromB: number): number {
  if (fromA === a.length) return b[fromB];
  if (fromB === b.length) return a[fromA];
  return Math.max(a[fromA], b[fromB]);
}

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
  readonly thresholds: Float64Array;
  /** [thresholds + 1], the last is 1. */
  readonly precision: Float64Array;
  /** [thresholds + 1], descending, the last is 0. */
  readonly recall: Float64Array;
}

/** All thresholds, none left out at full recall, and the point (precision 1, recall 0); null without examples of the class. */
export function precisionRecallCurve(counts: ThresholdCounts): PrecisionRecallCurve | null {
  const { positives, truePositives, falsePositives } = counts;
  if (positives === 0) return null;
  const points = truePositives.length;
  const precision = new Float64Array(points + 1).fill(1, points);
  const recall = new Float64Array(points + 1);
  for (let i = 0; i < points; i++) {
    const descending = points - 1 - i;
    precision[i] = truePositives[descending] / (truePositives[descending] + falsePositives[descending]);
    recall[i] = truePositives[descending] / positives;
  }
  return { thresholds: counts.thresholds.slice().reverse(), precision, recall };
}

export interface RocCurve {
  /** Descending; the first, the highest probability + 1, finds nothing. */
  readonly thresholds: Float64Array;
  /** [thresholds] share of the other classes' examples at or above the threshold. */
  readonly falsePositiveRate: Float64Array;
  /** [thresholds] share of the class's examples at or above the threshold. */
  readonly truePositiveRate: Float64Array;
}

/** All thresholds, none dropped; null unless there are examples of the class and of others. */
export function rocCurve(counts: ThresholdCounts): RocCurve | null {
  const { positives, negatives } = counts;
  if (positives === 0 || negatives === 0) return null;
  return {
    thresholds: Float64Array.from([counts.thresholds[0] + 1, ...counts.thresholds]),
    falsePositiveRate: Float64Array.from([0, ...counts.falsePositives], (count) => count / negatives),
    truePositiveRate: Float64Array.from([0, ...counts.truePositives], (count) => count / positives),
  };
}

/** Brier score of the class: mean over the examples of (p − [is of the class])², 0 … 1. */
export function brierScore(labels: Int32Array, probabilities: RealArray, classes: number, positive: number): number {
  let sum = 0;
  for (let example = 0; example < labels.length; example++) {
    const truth = labels[example] === positive ? 1 : 0;
    sum += (probabilities[example * classes + positive] - truth) ** 2;
  }
  return sum / labels.length;
}
