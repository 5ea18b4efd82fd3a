import { spreadOf } from '../measures/spread.ts';
import { fitGaussianProcess, type GaussianProcess } from './gaussian-process.ts';
import { normalDensity, normalDistribution } from './normal-distribution.ts';
import { RandomState } from './random.ts';

/** Number of random candidates, and of candidates near the best point so far. */
const candidates = 2000;
const neighbours = 500;
/** Standard deviation of the latter. */
const reach = 0.1;
/** Smallest improvement worth looking for, in standard deviations of the values. */
const minImprovement = 0.01;

export interface SearchOptions {
  /** The first point to try; [dimensions], each from 0 to 1. */
  readonly start: Float64Array;
  /** Points to try before the search uses values: the start, then a Latin hypercube. */
  readonly initial: number;
  readonly seed: number;
  /** The nearest point that can be tried (whole numbers are coarse). */
  readonly snap: (point: Float64Array) => Float64Array;
}

/**
 * Minimises a function that is expensive to evaluate, on the unit cube, by the expected improvement under a Gaussian process
 * (Jones, Schonlau & Welch 1998), like scikit-optimize's `gp_minimize`, which the published code used.
 * The same seed and values give the same points.
 */
export class BayesianSearch {
  readonly #options: SearchOptions;
  readonly #random: RandomState;
  readonly #design: readonly Float64Array[];
  readonly #points: Float64Array[] = [];
  readonly #values: number[] = [];

  constructor(options: SearchOptions) {
    this.#options = options;
    this.#random = new RandomState(options.seed);
    const others = latinHypercube(Math.max(0, options.initial - 1), options.start.length, this.#random);
    this.#design = [options.start, ...others].map(options.snap);
  }

  /** The next point to try, [dimensions]; a new one as long as there are any. */
  suggest(): Float64Array {
    const tried = this.#points.length;
    if (tried < this.#design.length) return this.#design[tried];
    const { mean, std } = spreadOf(this.#values);
    // Equal values become 0.
    const values = this.#values.map((value) => (value - mean) / (std || 1));
    const process = fitGaussianProcess(this.#points, values);
    const lowest = Math.min(...values);
    let best: { readonly point: Float64Array; readonly improvement: number } | undefined;
    for (const point of this.#candidates(this.#points[values.indexOf(lowest)])) {
      if (this.#points.some((other) => other.every((value, i) => value === point[i]))) continue;
      const improvement = expectedImprovement(process, point, lowest - minImprovement);
      if (!best || improvement > best.improvement) best = { point, improvement };
    }
    return best?.point ?? this.#points[0];
  }

  /** Records the value of the function at a point. */
  observe(point: Float64Array, value: number): void {
    if (!Number.isFinite(value)) throw new RangeError(`a search needs finite values, but got ${value}`);
    this.#points.push(point);
    this.#values.push(value);
  }

  *#candidates(best: Float64Array): Generator<Float64Array> {
    const { snap } = this.#options;
    const dimensions = best.length;
    for (let i = 0; i < candidates; i++) yield snap(this.#random.randomSample(dimensions));
    for (let i = 0; i < neighbours; i++) {
      const step = this.#random.standardNormal(dimensions);
      yield snap(best.map((value, d) => Math.min(1, Math.max(0, value + reach * step[d]))));
    }
  }
}

/** E[max(0, lowest − f(point))]. */
function expectedImprovement(process: GaussianProcess, point: Float64Array, lowest: number): number {
  const { mean, deviation } = process.predict(point);
  if (deviation === 0) return Math.max(0, lowest - mean);
  const z = (lowest - mean) / deviation;
  return (lowest - mean) * normalDistribution(z) + deviation * normalDensity(z);
}

/** Points that have, in every dimension, one stratum each. */
function latinHypercube(count: number, dimensions: number, random: RandomState): Float64Array[] {
  const points = Array.from({ length: count }, () => new Float64Array(dimensions));
  for (let d = 0; d < dimensions; d++) {
    const strata = random.permutation(count);
    const within = random.randomSample(count);
    for (let i = 0; i < count; i++) points[i][d] = (strata[i] + within[i]) / count;
  }
  return points;
}
