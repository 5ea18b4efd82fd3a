import type { RunThresholds } from '../protocol/run-panel.ts';

/* One class against all others: what a threshold of its probability finds. */

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
