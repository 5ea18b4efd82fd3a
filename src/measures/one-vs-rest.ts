import type { RunThresholds } from '../protocol/run-panel.ts';

/*
 * One class against all others: how well its probability alone tells its examples apart. The curves are those of
 * scikit-learn 1.2.1.
 */

/** For each distinct probability of the class, descending: what "at least this probability" finds. */
export type ThresholdCounts = Pick<
  RunThresholds,
  'positives' | 'negatives' | 'thresholds' | 'truePositives' | 'falsePositives'
>;

/**
 * @param labels        [examples] true classes
 * @param probabilities [examples × classes], finite
 * @param positive      the class set against all others
 */
export function countByThreshold(
  labels: ArrayLike<number>,
  probabilities: ArrayLike<number>,
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

  const thresholds: number[] = [];
  const truePositives: number[] = [];
  const falsePositives: number[] = [];
  let found = 0;
  let wrong = 0;
  while (found < ofClass.length || wrong < ofOthers.length) {
    const threshold = highestLeft(ofClass, found, ofOthers, wrong);
    while (found < ofClass.length && ofClass[found] === threshold) found++;
    while (wrong < ofOthers.length && ofOthers[wrong] === threshold) wrong++;
    thresholds.push(threshold);
    truePositives.push(found);
    falsePositives.push(wrong);
  }
  return { positives: ofClass.length, negatives: ofOthers.length, thresholds, truePositives, falsePositives };
}

function highestLeft(a: Float64Array, fromA: number, b: Float64Array, fromB: number): number {
  if (fromA === a.length) return b[fromB];
  if (fromB === b.length) return a[fromA];
  return Math.max(a[fromA], b[fromB]);
}

/** What a threshold finds and misses. */
export interface ThresholdCells {
  readonly truePositives: number;
  readonly falsePositives: number;
  readonly falseNegatives: number;
  readonly trueNegatives: number;
}

/** @param at any threshold, also one between those that were counted */
export function cellsAt(counts: ThresholdCounts, at: number): ThresholdCells {
  const { thresholds } = counts;
  // Thresholds descend: those up to here are at least as high.
  let [from, to] = [0, thresholds.length];
  while (from < to) {
    const middle = (from + to) >> 1;
    if (thresholds[middle] >= at) from = middle + 1;
    else to = middle;
  }
  return cellsOf(counts, from - 1);
}

/** @param i number of the threshold; −1 = one so high that it finds nothing */
export function cellsOf(
  { positives, negatives, truePositives, falsePositives }: ThresholdCounts,
  i: number,
): ThresholdCells {
  const right = i < 0 ? 0 : truePositives[i];
  const wrong = i < 0 ? 0 : falsePositives[i];
  return {
    truePositives: right,
    falsePositives: wrong,
    falseNegatives: positives - right,
    trueNegatives: negatives - wrong,
  };
}

/** Share of what is taken for the class that is of it; null if nothing is. */
export function precisionOf({ truePositives, falsePositives }: ThresholdCells): number | null {
  return ratio(truePositives, truePositives + falsePositives);
}

/** Share of the class that is found; null if there is none of it. */
export function recallOf({ truePositives, falseNegatives }: ThresholdCells): number | null {
  return ratio(truePositives, truePositives + falseNegatives);
}

/** Share of the others that is taken for the class; null if there are no others. */
export function falsePositiveRateOf({ falsePositives, trueNegatives }: ThresholdCells): number | null {
  return ratio(falsePositives, falsePositives + trueNegatives);
}

function ratio(part: number, whole: number): number | null {
  return whole === 0 ? null : part / whole;
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

/** Brier score of the class: mean over the examples of (p − [is of the class])², 0 … 1. */
export function brierScore(
  labels: ArrayLike<number>,
  probabilities: ArrayLike<number>,
  classes: number,
  positive: number,
): number {
  let sum = 0;
  for (let example = 0; example < labels.length; example++) {
    const truth = labels[example] === positive ? 1 : 0;
    sum += (probabilities[example * classes + positive] - truth) ** 2;
  }
  return sum / labels.length;
}
