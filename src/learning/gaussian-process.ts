import { meanOf } from '../measures/spread.ts';

/**
 * Gaussian-process regression with the Matérn 5/2 kernel of one length for all dimensions (Rasmussen & Williams 2006,
 * algorithm 2.1): what a Bayesian search expects of settings it has not tried.
 */
export class GaussianProcess {
  readonly #points: readonly Float64Array[];
  readonly #length: number;
  /** [n × n] lower triangle L, K = L·Lᵀ. */
  readonly #factor: readonly Float64Array[];
  /** [n] K⁻¹ · (y − mean). */
  readonly #weights: Float64Array;
  readonly #mean: number;
  readonly #signal: number;
  /** Of the values, with the signal variance that suits the kernel best. */
  readonly logLikelihood: number;

  /**
   * @param points [n][dimensions]
   * @param values [n]
   * @param length of the kernel, in units of the points
   * @param noise  variance of a value's error, as a share of the signal's variance
   * @throws RangeError without points
   */
  constructor(points: readonly Float64Array[], values: readonly number[], length: number, noise: number) {
    if (points.length === 0) throw new RangeError('a Gaussian process needs at least one value');
    this.#points = points;
    this.#length = length;
    this.#mean = meanOf(values);
    const centred = Float64Array.from(values, (value) => value - this.#mean);
    const kernel = points.map((a, i) =>
      Float64Array.from(points.slice(0, i + 1), (b, j) => matern(a, b, length) + (i === j ? noise + 1e-10 : 0)),
    );
    this.#factor = cholesky(kernel);
    this.#weights = solveTransposed(this.#factor, solve(this.#factor, centred));
    const n = points.length;
    const fit = centred.reduce((sum, value, i) => sum + value * this.#weights[i], 0);
    // The variance that maximises the likelihood; equal values have none.
    this.#signal = Math.max(fit / n, 1e-18);
    const logDeterminant = 2 * this.#factor.reduce((sum, row, i) => sum + Math.log(row[i]), 0);
    this.logLikelihood = -0.5 * (n * Math.log(this.#signal) + logDeterminant + n + n * Math.log(2 * Math.PI));
  }

  /** Mean and standard deviation of the function (without noise) at a point. */
  predict(point: Float64Array): { readonly mean: number; readonly deviation: number } {
    const kernel = Float64Array.from(this.#points, (other) => matern(point, other, this.#length));
    const mean = kernel.reduce((sum, value, i) => sum + value * this.#weights[i], this.#mean);
    const explained = solve(this.#factor, kernel).reduce((sum, value) => sum + value * value, 0);
    return { mean, deviation: Math.sqrt(this.#signal * Math.max(0, 1 - explained)) };
  }
}

const lengths = [0.1, 0.2, 0.35, 0.6, 1, 1.7, 3];
const noises = [1e-6, 1e-3, 1e-2, 0.1];

/** The process with the most likely length and noise. */
export function fitGaussianProcess(points: readonly Float64Array[], values: readonly number[]): GaussianProcess {
  const processes = lengths.flatMap((length) =>
    noises.map((noise) => new GaussianProcess(points, values, length, noise)),
  );
  return processes.reduce((best, process) => (process.logLikelihood > best.logLikelihood ? process : best));
}

function matern(a: Float64Array, b: Float64Array, length: number): number {
  let squared = 0;
  for (let i = 0; i < a.length; i++) squared += (a[i] - b[i]) ** 2;
  const r = Math.sqrt(5 * squared) / length;
  return (1 + r + (r * r) / 3) * Math.exp(-r);
}

/** @param matrix rows of the lower triangle of a positive definite matrix */
function cholesky(matrix: readonly Float64Array[]): Float64Array[] {
  const factor: Float64Array[] = [];
  for (const row of matrix) {
    const result = new Float64Array(row.length);
    factor.push(result);
    for (let j = 0; j < row.length; j++) {
      let sum = row[j];
      for (let k = 0; k < j; k++) sum -= result[k] * factor[j][k];
      result[j] = j === row.length - 1 ? Math.sqrt(Math.max(sum, 1e-12)) : sum / factor[j][j];
    }
  }
  return factor;
}

/** L⁻¹ · x. */
function solve(factor: readonly Float64Array[], x: Float64Array): Float64Array {
  const result = Float64Array.from(x);
  for (let i = 0; i < x.length; i++) {
    for (let k = 0; k < i; k++) result[i] -= factor[i][k] * result[k];
    result[i] /= factor[i][i];
  }
  return result;
}

/** L⁻ᵀ · x. */
function solveTransposed(factor: readonly Float64Array[], x: Float64Array): Float64Array {
  const result = Float64Array.from(x);
  for (let i = x.length - 1; i >= 0; i--) {
    for (let k = i + 1; k < x.length; k++) result[i] -= factor[k][i] * result[k];
    result[i] /= factor[i][i];
  }
  return result;
}
