import { confusionMse } from '../measures/confusion.ts';

/** Shares are multiples of 1 / rounds. */
const rounds = 20;
/** How much the cross entropy counts next to confusion MSE, which alone has steps. */
const smoothness = 0.02;
/** How much better shares that are not equal must be: with few examples of a class, differences are often chance. */
const towardsEqual = 0.04;

/**
 * How much each member of a pool of logarithms counts: greedy selection with replacement (Caruana et al. 2004). In each round the
 * member is taken with which the pool of all that were taken so far is best: by confusion MSE, the main metric, with a little of the
 * weighted cross entropy and a penalty on the distance from equal shares.
 *
 * @param logarithms   [members] of each member's probabilities, [examples × classes]
 * @param labels       [examples]
 * @param classWeights [classes]
 * @returns [members] shares, together 1
 */
export function chooseShares(
  logarithms: readonly Float64Array[],
  labels: Int32Array,
  classWeights: ArrayLike<number>,
): number[] {
  const taken = logarithms.map(() => 0);
  const sum = new Float64Array(logarithms[0].length);
  for (let round = 1; round <= rounds; round++) {
    const losses = logarithms.map((own, m) => {
      const shares = taken.map((count, other) => (count + (other === m ? 1 : 0)) / round);
      const distance = shares.reduce((all, share) => all + (share - 1 / shares.length) ** 2, 0);
      return lossOf(sum, own, 1 / round, labels, classWeights) + towardsEqual * distance;
    });
    const best = losses.indexOf(Math.min(...losses));
    taken[best]++;
    for (let i = 0; i < sum.length; i++) sum[i] += logarithms[best][i];
  }
  return taken.map((count) => count / rounds);
}

/** Of the pool softmax((sum + own) · factor). */
function lossOf(
  sum: Float64Array,
  own: Float64Array,
  factor: number,
  labels: Int32Array,
  classWeights: ArrayLike<number>,
): number {
  const classes = classWeights.length;
  const confusion = new Int32Array(classes * classes);
  let crossEntropy = 0;
  for (let example = 0; example < labels.length; example++) {
    const from = example * classes;
    const label = labels[example];
    let total = 0;
    let predicted = 0;
    for (let c = 0; c < classes; c++) {
      const logarithm = sum[from + c] + own[from + c];
      if (logarithm > sum[from + predicted] + own[from + predicted]) predicted = c;
      total += Math.exp(logarithm * factor);
    }
    confusion[label * classes + predicted]++;
    const ofLabel = (sum[from + label] + own[from + label]) * factor;
    crossEntropy += classWeights[label] * (Math.log(total) - ofLabel);
  }
  return confusionMse(confusion, classes) + (smoothness * crossEntropy) / labels.length;
}
