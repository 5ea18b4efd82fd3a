/** The weight of a class without examples in the study's code. No training example has it. */
export const absentClassWeight = 99;

/**
 * Weights that make every class count the same: W_c = n / (k · n_c) for n examples of k classes, n_c of them of
 * class c (slide 8).
 *
 * @param labels  class numbers, 0 … classes − 1
 * @param classes number of classes k
 * @returns [classes]; 99 where a class has no example
 */
export function classWeights(labels: ArrayLike<number>, classes: number): Float64Array {
  const counts = classCounts(labels, classes);
  return Float64Array.from(counts, (count) => (count === 0 ? absentClassWeight : labels.length / (classes * count)));
}

/** How many examples each class has, [classes]. */
export function classCounts(labels: ArrayLike<number>, classes: number): Int32Array {
  const counts = new Int32Array(classes);
  for (let i = 0; i < labels.length; i++) counts[labels[i]]++;
  return counts;
}
