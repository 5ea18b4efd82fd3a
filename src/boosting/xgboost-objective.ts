import type { Fail } from './read-xgboost-tree.ts';

/** Objectives of XGBoost that can be read. */
export const objectiveNames = ['multi:softprob', 'multi:softmax', 'binary:logistic'] as const;

/** How an objective uses trees. */
interface Objective {
  /** Trees of a round. */
  readonly groups: number;
  readonly classes: number;
  /** Margin before the first tree, from a file's `base_score`. */
  baseMargin(score: number): number;
}

/**
 * `multi:softmax` differs from `multi:softprob` only in its output. `binary:logistic` has one margin, of the second class
 * against 0, and its base score is a probability (XGBoost's ProbToMargin); those of the others are margins.
 *
 * @param numClass of the file; 0 = not given
 */
export function readObjective(name: string, numClass: number, fail: Fail): Objective {
  if (name !== 'binary:logistic') {
    if (numClass < 2) fail(`num_class is ${numClass}, but a classifier has at least 2 classes.`);
    return { groups: numClass, classes: numClass, baseMargin: (score) => score };
  }
  if (numClass > 1) fail(`num_class is ${numClass}, but binary:logistic has two classes.`);
  return {
    groups: 1,
    classes: 2,
    baseMargin: (score) =>
      score > 0 && score < 1
        ? -Math.log(1 / score - 1)
        : fail(`base_score is ${score}, but binary:logistic needs a probability between 0 and 1.`),
  };
}
