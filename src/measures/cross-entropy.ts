/** Keras keeps probabilities this far from 0 and 1 before it takes the logarithm. */
const clip = 1e-7;

export interface CrossEntropy {
  /** Mean over the examples of −ln p of the true class. */
  readonly plain: number;
  /** The same with each example multiplied by its class's weight; not divided by the sum of the weights (slide 8). */
  readonly weighted: number;
}

/**
 * Cross entropy as Keras computes it, p clipped to [1e-7, 1 − 1e-7] and not renormalised.
 *
 * @param labels        [examples] true classes
 * @param probabilities [examples × classes]
 * @param classWeights  [classes]
 */
export function crossEntropy(
  labels: ArrayLike<number>,
  probabilities: ArrayLike<number>,
  classes: number,
  classWeights: ArrayLike<number>,
): CrossEntropy {
  let plain = 0;
  let weighted = 0;
  for (let example = 0; example < labels.length; example++) {
    const truth = labels[example];
    const probability = probabilities[example * classes + truth];
    const loss = -Math.log(Math.min(Math.max(probability, clip), 1 - clip));
    plain += loss;
    weighted += classWeights[truth] * loss;
  }
  return { plain: plain / labels.length, weighted: weighted / labels.length };
}
