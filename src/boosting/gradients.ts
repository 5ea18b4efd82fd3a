import { float32Exp } from './float32-exp.ts';

const smallestHessian = Math.fround(1e-16);
const smallestNormal = 2 ** -126;

/**
 * First and second derivatives of the softmax cross entropy by the margins, as in XGBoost's `multi:softprob`: g = p − y,
 * h = 2p(1 − p), both times the row's weight, h at least 1e-16; every step in float32.
 *
 * @param margins    [rows × classes]
 * @param labels     [rows] class numbers
 * @param rowWeights [rows], or undefined for 1 each
 * @param gradients  overwritten, for each class [rows × 2]: g and h of a row side by side
 */
export function collectGradients(
  margins: Float32Array,
  labels: Int32Array,
  rowWeights: Float32Array | undefined,
  gradients: readonly Float32Array[],
): void {
  const classes = gradients.length;
  const powers = new Float32Array(classes);
  for (let row = 0; row < labels.length; row++) {
    const from = row * classes;
    // XGBoost starts from the smallest normal number, so that negative margins alone are compared with about 0.
    let largest = smallestNormal;
    for (let c = 0; c < classes; c++) largest = Math.max(largest, margins[from + c]);
    let sum = 0;
    for (let c = 0; c < classes; c++) {
      powers[c] = float32Exp(Math.fround(margins[from + c] - largest));
      sum += powers[c];
    }
    const divisor = Math.fround(sum);
    const weight = rowWeights === undefined ? 1 : rowWeights[row];
    for (let c = 0; c < classes; c++) {
      const p = Math.fround(powers[c] / divisor);
      const error = labels[row] === c ? Math.fround(p - 1) : p;
      const curvature = Math.fround(2 * p * Math.fround(1 - p));
      gradients[c][2 * row] = error * weight;
      gradients[c][2 * row + 1] = Math.max(Math.fround(curvature * weight), smallestHessian);
    }
  }
}
