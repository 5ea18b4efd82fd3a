import type { Reliability } from '../protocol/calibration.ts';
import { calibrate } from './calibration.ts';
import { sumOf } from './spread.ts';

/** Probabilities are not below this where their logarithm is taken. */
export const probabilityFloor = 1e-12;

/**
 * How good probabilities are as probabilities:
 * - `ece`: expected calibration error in 15 bins, of the class that is recommended
 * - `brier`: mean over the examples of Σ over the classes of (p − [is of the class])², 0 … 2
 * - `logLoss`: mean over the examples of −ln p of the true class, p not below 1e-12
 *
 * Of all three, lower is better.
 *
 * @param labels        [examples] true classes
 * @param probabilities [examples × classes]
 * @param recommended   [examples] the classes whose probability is the confidence; those of the highest unless given
 */
export function scoreProbabilities(
  labels: ArrayLike<number>,
  probabilities: ArrayLike<number>,
  classes: number,
  recommended?: ArrayLike<number>,
): Reliability {
  const { expectedError, bins } = calibrate(labels, probabilities, classes, { recommended });
  return {
    ece: expectedError,
    brier: multiclassBrier(labels, probabilities, classes),
    logLoss: logLoss(labels, probabilities, classes),
    bins: [...bins],
  };
}

/** What several sets of examples say together. @param parts at least one */
export function poolScores(parts: readonly Reliability[]): Reliability {
  const counts = parts.map(({ bins }) => sumOf(bins.map(({ count }) => count)));
  const all = sumOf(counts);
  const mean = (value: (part: Reliability) => number): number =>
    sumOf(parts.map((part, i) => (counts[i] / all) * value(part)));
  const numbers = [...new Set(parts.flatMap(({ bins }) => bins.map(({ bin }) => bin)))].sort((a, b) => a - b);
  const bins = numbers.map((bin) => {
    const same = parts.flatMap((part) => part.bins.filter((one) => one.bin === bin));
    const count = sumOf(same.map((one) => one.count));
    const share = (value: 'accuracy' | 'confidence') => sumOf(same.map((one) => (one.count / count) * one[value]));
    return { bin, count, accuracy: share('accuracy'), confidence: share('confidence') };
  });
  return {
    ece: sumOf(bins.map(({ count, accuracy, confidence }) => (count / all) * Math.abs(accuracy - confidence))),
    brier: mean(({ brier }) => brier),
    logLoss: mean((part) => part.logLoss),
    bins,
  };
}

export function logLoss(labels: ArrayLike<number>, probabilities: ArrayLike<number>, classes: number): number {
  let sum = 0;
  for (let example = 0; example < labels.length; example++) {
    sum -= Math.log(Math.max(probabilities[example * classes + labels[example]], probabilityFloor));
  }
  return sum / labels.length;
}

function multiclassBrier(labels: ArrayLike<number>, probabilities: ArrayLike<number>, classes: number): number {
  let sum = 0;
  for (let example = 0; example < labels.length; example++) {
    for (let c = 0; c < classes; c++) {
      sum += (probabilities[example * classes + c] - (labels[example] === c ? 1 : 0)) ** 2;
    }
  }
  return sum / labels.length;
}
