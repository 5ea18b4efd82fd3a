import { predictedClass } from './confusion.ts';

/**
 * Which class is recommended for a task:
 * - `balanced`: the one of the model's highest probability. Training counts all classes the same, so it finds rare ones; it is
 *   the study's
 * - `most-likely`: the one of the highest calibrated probability, which is wrong least often
 * - costs, [classes × classes], row = truth, column = recommended class: the one of the least expected cost
 */
export type Decision = 'balanced' | 'most-likely' | { readonly costs: ArrayLike<number> };

/**
 * The recommended class of one example, the first of several equal ones.
 *
 * @param raw        [examples × classes] as the model gives them
 * @param calibrated [examples × classes]
 */
export function recommendedClass(
  decision: Decision,
  raw: ArrayLike<number>,
  calibrated: ArrayLike<number>,
  example: number,
  classes: number,
): number {
  if (decision === 'balanced') return predictedClass(raw, example, classes);
  if (decision === 'most-likely') return predictedClass(calibrated, example, classes);
  let best = 0;
  let least = Number.POSITIVE_INFINITY;
  for (let named = 0; named < classes; named++) {
    let cost = 0;
    for (let truth = 0; truth < classes; truth++) {
      cost += calibrated[example * classes + truth] * decision.costs[truth * classes + named];
    }
    if (cost < least) [best, least] = [named, cost];
  }
  return best;
}

/** [examples] */
export function recommendedClasses(
  decision: Decision,
  raw: ArrayLike<number>,
  calibrated: ArrayLike<number>,
  classes: number,
): Int32Array {
  return Int32Array.from({ length: raw.length / classes }, (_, example) =>
    recommendedClass(decision, raw, calibrated, example, classes),
  );
}
