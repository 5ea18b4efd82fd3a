import { minimise } from './newton.ts';
import { probabilityFloor } from './probability-scores.ts';

/**
 * softmax(a · ln p + b): what makes probabilities less or more decided (a), and gives back the classes' true frequencies
 * where training with class weights or resampling changed them (b).
 */
export interface Scaling {
  /** a, the inverse of the temperature. */
  readonly inverseTemperature: number;
  /** b, [classes], that of the first class 0; absent = all 0. */
  readonly bias?: readonly number[];
}

/** Weight of the prior of the bias. */
const priorWeight = 0.01;

/**
 * Temperature scaling (Guo et al., On Calibration of Modern Neural Networks, 2017): the a of least log loss.
 *
 * @param probabilities [examples × classes]
 * @param labels        [examples] true classes
 */
export function fitTemperature(
  probabilities: ArrayLike<number>,
  labels: ArrayLike<number>,
  classes: number,
): Scaling & { readonly logLoss: number } {
  const logs = logarithms(probabilities);
  const { point, value } = minimise(Float64Array.of(1), (at, derivatives) =>
    measureLoss(logs, labels, classes, at, derivatives),
  );
  return { inverseTemperature: point[0], logLoss: value };
}

/**
 * Bias-corrected temperature scaling (Alexandari, Kundaje and Shrikumar, Maximum Likelihood with Bias-Corrected Calibration,
 * 2020): the a and b of least mean log loss + 0.01 · Σ (b_k − ln((n_k + 1) / (n_0 + 1)))² / 2n, n_k examples of class k among n.
 * The penalty keeps the bias of a class with a handful of examples finite.
 *
 * @param probabilities [examples × classes]
 * @param labels        [examples] true classes
 */
export function fitBiasCorrectedTemperature(
  probabilities: ArrayLike<number>,
  labels: ArrayLike<number>,
  classes: number,
): Required<Scaling> & { readonly objective: number } {
  const logs = logarithms(probabilities);
  const prior = priorBias(labels, classes);
  const start = new Float64Array(classes);
  start[0] = 1;
  const { point, value } = minimise(start, (at, { gradient, hessian }) => {
    let sum = measureLoss(logs, labels, classes, at, { gradient, hessian });
    for (let k = 1; k < classes; k++) {
      const distance = at[k] - prior[k];
      sum += (priorWeight * distance ** 2) / (2 * labels.length);
      gradient[k] += (priorWeight * distance) / labels.length;
      hessian[k * classes + k] += priorWeight / labels.length;
    }
    return sum;
  });
  return { inverseTemperature: point[0], bias: [0, ...point.subarray(1)], objective: value };
}

/** @returns [examples × classes] */
export function scaleProbabilities(
  probabilities: ArrayLike<number>,
  classes: number,
  { inverseTemperature, bias }: Scaling,
): Float64Array {
  const scaled = logarithms(probabilities);
  for (let from = 0; from < scaled.length; from += classes) {
    for (let c = 0; c < classes; c++) scaled[from + c] = inverseTemperature * scaled[from + c] + (bias?.[c] ?? 0);
    softmax(scaled.subarray(from, from + classes));
  }
  return scaled;
}

function logarithms(probabilities: ArrayLike<number>): Float64Array {
  return Float64Array.from(probabilities, (p) => Math.log(Math.max(p, probabilityFloor)));
}

/** [classes] the bias that would give the classes the frequencies that they have, each with one example more. */
function priorBias(labels: ArrayLike<number>, classes: number): Float64Array {
  const counts = new Float64Array(classes).fill(1);
  for (let example = 0; example < labels.length; example++) counts[labels[example]]++;
  return counts.map((count) => Math.log(count / counts[0]));
}

/**
 * Mean log loss of softmax(a · logs + b) at the point (a, b_1, …), with its derivatives; a point of length 1 has no bias.
 *
 * @param logs [examples × classes]
 */
function measureLoss(
  logs: Float64Array,
  labels: ArrayLike<number>,
  classes: number,
  at: Float64Array,
  { gradient, hessian }: { readonly gradient: Float64Array; readonly hessian: Float64Array },
): number {
  const size = at.length;
  const share = new Float64Array(classes);
  let loss = 0;
  for (let example = 0; example < labels.length; example++) {
    const row = logs.subarray(example * classes, (example + 1) * classes);
    for (let c = 0; c < classes; c++) share[c] = at[0] * row[c] + (c > 0 && c < size ? at[c] : 0);
    const truth = labels[example];
    loss += softmax(share) - at[0] * row[truth] - (truth > 0 && truth < size ? at[truth] : 0);
    let mean = 0;
    let square = 0;
    for (let c = 0; c < classes; c++) {
      mean += share[c] * row[c];
      square += share[c] * row[c] ** 2;
    }
    gradient[0] += mean - row[truth];
    hessian[0] += square - mean ** 2;
    for (let c = 1; c < size; c++) {
      gradient[c] += share[c] - (c === truth ? 1 : 0);
      hessian[c * size] += share[c] * (row[c] - mean);
      hessian[c * size + c] += share[c];
      for (let other = 1; other <= c; other++) hessian[c * size + other] -= share[c] * share[other];
    }
  }
  for (let i = 0; i < size; i++) gradient[i] /= labels.length;
  for (let i = 0; i < size * size; i++) hessian[i] /= labels.length;
  return loss / labels.length;
}

/** In place. @returns ln Σ exp of what was there */
function softmax(values: Float64Array): number {
  let highest = values[0];
  for (let i = 1; i < values.length; i++) if (values[i] > highest) highest = values[i];
  let sum = 0;
  for (let i = 0; i < values.length; i++) {
    values[i] = Math.exp(values[i] - highest);
    sum += values[i];
  }
  for (let i = 0; i < values.length; i++) values[i] /= sum;
  return highest + Math.log(sum);
}
