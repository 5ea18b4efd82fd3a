import type { EpochMetrics } from '../protocol/run.ts';
import { type ClassScores, classScores, confusionMse, countConfusion } from './confusion.ts';
import { crossEntropy } from './cross-entropy.ts';
import { meanOf } from './spread.ts';

/** The metrics of every epoch, and the counts they come from. */
export interface CountedMetrics {
  readonly metrics: EpochMetrics;
  /** [classes × classes], row = truth, column = prediction. */
  readonly confusion: Int32Array;
  readonly scores: ClassScores;
}

/**
 * The cheap metrics, for every epoch. `loss` is the class-weighted cross entropy.
 *
 * @param labels        [examples] true classes, 0 … classes − 1
 * @param probabilities [examples × classes]
 * @param classWeights  [classes]
 * @throws NonFiniteProbabilityError if a probability is NaN or infinite
 * @throws RangeError if the lengths do not belong together or there is no example
 */
export function measure(
  labels: ArrayLike<number>,
  probabilities: ArrayLike<number>,
  classes: number,
  classWeights: ArrayLike<number>,
): CountedMetrics {
  const confusion = countConfusion(labels, probabilities, classes);
  const scores = classScores(confusion, classes);
  const entropy = crossEntropy(labels, probabilities, classes, classWeights);
  const metrics = {
    loss: entropy.weighted,
    crossEntropy: entropy.plain,
    confusionMse: confusionMse(confusion, classes),
    macroPrecision: meanOf(scores.precision),
    macroRecall: meanOf(scores.recall),
    macroF1: meanOf(scores.f1),
    precision: scores.precision,
    recall: scores.recall,
  };
  return { metrics, confusion, scores };
}
