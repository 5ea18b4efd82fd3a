/** Added to probabilities, so that a member that is too sure of itself cannot rule out a class alone. */
const least = 1e-3;

/** Adds the weighted logarithms of a member to the pool. @param sum [examples × classes] */
export function addLogarithms(probabilities: Float32Array, weight: number, sum: Float64Array): void {
  for (let i = 0; i < sum.length; i++) sum[i] += weight * Math.log(probabilities[i] + least);
}

/** Probabilities of a pool of logarithms: softmax(sum), row by row. */
export function probabilitiesOf(sum: Float64Array, classes: number): Float32Array {
  const pooled = new Float32Array(sum.length);
  for (let from = 0; from < sum.length; from += classes) {
    const powers = sum.subarray(from, from + classes).map(Math.exp);
    const total = powers.reduce((all, power) => all + power, 0);
    pooled.set(
      powers.map((power) => power / total),
      from,
    );
  }
  return pooled;
}
