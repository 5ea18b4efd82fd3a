/**
 * Split conformal prediction: sets of classes that hold the true one with a chosen probability (Vovk et al.; Angelopoulos and
 * Bates, A Gentle Introduction to Conformal Prediction, 2021). The score of an example is 1 − p of its true class.
 *
 * @param probabilities [examples × classes]
 * @param labels        [examples] true classes
 * @param alpha         share of the sets that may miss
 * @returns the score of rank ⌈(n + 1)(1 − alpha)⌉; null if there are fewer: then every class is in every set
 */
export function conformalQuantile(
  probabilities: ArrayLike<number>,
  labels: ArrayLike<number>,
  classes: number,
  alpha: number,
): number | null {
  const scores = Float64Array.from(labels, (label, example) => 1 - probabilities[example * classes + label]).sort();
  const rank = Math.ceil((scores.length + 1) * (1 - alpha));
  return rank > scores.length ? null : scores[rank - 1];
}

/** [examples × classes] 1 where the class is in the example's set. */
export function conformalSets(probabilities: ArrayLike<number>, quantile: number | null): Uint8Array {
  return Uint8Array.from(probabilities, (p) => (quantile === null || 1 - p <= quantile ? 1 : 0));
}
