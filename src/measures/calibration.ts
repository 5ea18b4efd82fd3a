import { predictedClass } from './confusion.ts';
import { sumOf } from './spread.ts';

/** The examples whose confidence lies in (bin / bins, (bin + 1) / bins]. */
export interface ConfidenceBin {
  readonly bin: number;
  readonly count: number;
  /** Share of them that is right. */
  readonly accuracy: number;
  /** Mean confidence. */
  readonly confidence: number;
}

export interface Calibration {
  /** Expected calibration error: Σ share of the bin · |accuracy − confidence|, 0 … 1 (Naeini et al. 2015). */
  readonly expectedError: number;
  /** Bins with examples, ascending. */
  readonly bins: readonly ConfidenceBin[];
}

export interface CalibrationOptions {
  /** [examples] the class whose probability is the confidence; the one of the highest probability unless given. */
  readonly recommended?: ArrayLike<number> | undefined;
  /** Number of equal bins of the confidence, 15 unless given. */
  readonly bins?: number;
}

/**
 * How far confidence and accuracy are apart.
 *
 * @param labels        [examples] true classes
 * @param probabilities [examples × classes]
 */
export function calibrate(
  labels: ArrayLike<number>,
  probabilities: ArrayLike<number>,
  classes: number,
  { recommended, bins = 15 }: CalibrationOptions = {},
): Calibration {
  const count = new Int32Array(bins);
  const right = new Int32Array(bins);
  const confidence = new Float64Array(bins);
  for (let example = 0; example < labels.length; example++) {
    const named = recommended ? recommended[example] : predictedClass(probabilities, example, classes);
    const probability = probabilities[example * classes + named];
    const bin = Math.min(Math.max(Math.ceil(probability * bins) - 1, 0), bins - 1);
    count[bin]++;
    confidence[bin] += probability;
    if (named === labels[example]) right[bin]++;
  }
  const filled = Array.from(count, (examples, bin) => ({
    bin,
    count: examples,
    accuracy: right[bin] / examples,
    confidence: confidence[bin] / examples,
  })).filter((bin) => bin.count > 0);
  const gaps = filled.map((bin) => (bin.count / labels.length) * Math.abs(bin.accuracy - bin.confidence));
  return { expectedError: sumOf(gaps), bins: filled };
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
