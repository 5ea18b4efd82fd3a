import { float32Exp } from './float32-exp.ts';

/** Class probabilities of margins, both [rows × classes], rounded step by step as XGBoost does. */
export function softmax(margins: Float32Array, classes: number): Float32Array {
  const probabilities = new Float32Array(margins.length);
  for (let from = 0; from < margins.length; from += classes) {
    let largest = margins[from];
    for (let i = from + 1; i < from + classes; i++) largest = Math.max(largest, margins[i]);
    let sum = 0;
    for (let i = from; i < from + classes; i++) {
      probabilities[i] = float32Exp(Math.fround(margins[i] - largest));
      sum += probabilities[i];
    }
    const divisor = Math.fround(sum);
    for (let i = from; i < from + classes; i++) probabilities[i] /= divisor;
  }
  return probabilities;
}
