import { normaliseRows } from './normalise.ts';

/** A probability is NaN or infinite: the learner that gave it has diverged. */
export class NonFiniteProbabilityError extends Error {
  override readonly name = 'NonFiniteProbabilityError';

  /** @param example row of the example it was given for */
  constructor(readonly example: number) {
    super(`The probabilities of example ${example} are not finite numbers.`);
  }
}

/**
 * Counts the predicted classes against the true ones.
 *
 * @param labels        [examples] true classes
 * @param probabilities [examples × classes]
 * @returns [classes × classes], row = truth, column = prediction
 * @throws NonFiniteProbabilityError if a probability is NaN or infinite
 * @throws RangeError if the lengths do not belong together or there is no example
 */
export function countConfusion(
  labels: ArrayLike<number>,
  probabilities: ArrayLike<number>,
  classes: number,
): Int32Array {
  requireShape(labels, probabilities, classes);
  const counts = new Int32Array(classes * classes);
  for (let example = 0; example < labels.length; example++) {
    if (!isFiniteRow(probabilities, example, classes)) throw new NonFiniteProbabilityError(example);
    counts[labels[example] * classes + predictedClass(probabilities, example, classes)]++;
  }
  return counts;
}

/** [classes][classes] counts, row = truth, column = prediction. */
export function confusionOf(truth: ArrayLike<number>, predicted: ArrayLike<number>, classes: number): number[][] {
  const counts = Array.from({ length: classes }, () => Array.from({ length: classes }, () => 0));
  for (let i = 0; i < truth.length; i++) counts[truth[i]][predicted[i]]++;
  return counts;
}

/** The class of the highest probability of one example, the first of several. */
export function predictedClass(probabilities: ArrayLike<number>, example: number, classes: number): number {
  const from = example * classes;
  let best = from;
  for (let i = from + 1; i < from + classes; i++) {
    if (probabilities[i] > probabilities[best]) best = i;
  }
  return best - from;
}

function isFiniteRow(probabilities: ArrayLike<number>, example: number, classes: number): boolean {
  let sum = 0;
  for (let i = example * classes; i < (example + 1) * classes; i++) sum += probabilities[i];
  return Number.isFinite(sum);
}

function requireShape(labels: ArrayLike<number>, probabilities: ArrayLike<number>, classes: number): void {
  if (labels.length === 0) throw new RangeError('the metrics of no examples are undefined');
  if (probabilities.length !== labels.length * classes) {
    throw new RangeError(
      `${labels.length} examples of ${classes} classes have ${labels.length * classes} probabilities, but got ${probabilities.length}`,
    );
  }
}

/**
 * Confusion MSE, the study's main metric (slide 13): mean squared difference between the row-normalised confusion matrix
 * and the identity. 0 is perfect. A class that never occurs contributes 1 / classes².
 */
export function confusionMse(confusion: ArrayLike<number>, classes: number): number {
  const normalised = normaliseRows(confusion, classes);
  let sum = 0;
  for (let i = 0; i < normalised.length; i++) {
    const ideal = i % (classes + 1) === 0 ? 1 : 0;
    sum += (normalised[i] - ideal) ** 2;
  }
  return sum / normalised.length;
}

/** How well each class is found, arrays of [classes]. A score whose denominator is 0 is 0. */
export interface ClassScores {
  /** Examples of the class. */
  readonly support: number[];
  /** Share of the predictions of the class that are right. */
  readonly precision: number[];
  /** Share of the examples of the class that are found. */
  readonly recall: number[];
  /** 2 · found / (predicted + examples), which is the harmonic mean of precision and recall. */
  readonly f1: number[];
}

/** @param confusion [classes × classes] counts, row = truth */
export function classScores(confusion: ArrayLike<number>, classes: number): ClassScores {
  const scores: ClassScores = { support: [], precision: [], recall: [], f1: [] };
  for (let c = 0; c < classes; c++) {
    let support = 0;
    let predicted = 0;
    for (let other = 0; other < classes; other++) {
      support += confusion[c * classes + other];
      predicted += confusion[other * classes + c];
    }
    const right = confusion[c * classes + c];
    scores.support.push(support);
    scores.precision.push(ratio(right, predicted));
    scores.recall.push(ratio(right, support));
    scores.f1.push(ratio(2 * right, predicted + support));
  }
  return scores;
}

/** Share of all examples that are predicted right. @param confusion [classes × classes] counts */
export function accuracyOf(confusion: ArrayLike<number>, classes: number): number {
  let right = 0;
  let all = 0;
  for (let i = 0; i < classes * classes; i++) {
    all += confusion[i];
    if (i % (classes + 1) === 0) right += confusion[i];
  }
  return right / all;
}

function ratio(part: number, whole: number): number {
  return whole === 0 ? 0 : part / whole;
}
