import type { Fail } from './read-xgboost-tree.ts';

/** Objectives of XGBoost whose models are read. */
export const objectiveNames = ['multi:softprob', 'multi:softmax', 'binary:logistic'] as const;

/** What an objective makes of trees. */
interface Objective {
  /** Trees of a round. */
  readonly groups: number;
  readonly classes: number;
  /** Margin before the first tree of what a file calls `base_score`. */
  baseMargin(score: number): number;
}

/**
 * `multi:softmax` differs from `multi:softprob` in what it prints only. `binary:logistic` has one margin, of the second
 * class against 0, and its base score is a probability (XGBoost's ProbToMargin); those of the others are margins.
 *
 * @param numClass of the file; 0 = it does not say
 */
export function readObjective(name: string, numClass: number, fail: Fail): Objective {
  if (name !== 'binary:logistic') {
    if (numClass < 2) fail(`num_class is ${numClass}, but a classifier has at least 2 classes.`);
    return { groups: numClass, classes: numClass, baseMargin: (score) => score };
  }
  if (numClass > 1) fail(`num_class is ${numClass}, but binary:logistic tells two classes apart.`);
  return {
    groups: 1,
    classes: 2,
    baseMargin: (score) =>
      score > 0 && score < 1
        ? -Math.log(1 / score - 1)
        : fail(`base_score is ${score}, but binary:logistic needs a probability between 0 and 1.`),
  };
}
