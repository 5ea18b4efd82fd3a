import type { SparseRows } from '../dataset/sparse-rows.ts';
import type { Attributions } from '../learning/attributions.ts';
import type { EntryAttention, LogitGradient } from './sparse-network.ts';

/** The part of a network that is used here. */
export interface DifferentiableNetwork {
  logitGradient(examples: SparseRows, classOf: Int32Array): LogitGradient;
  attentionOf(examples: SparseRows): EntryAttention | undefined;
}

/** Initial number of parts of each example's path. */
const firstIntervals = 4;
/** Maximum number of points of an example's path at which the gradient is computed. */
const maxPoints = 2049;
/** Shortest part that is still halved: float32 hardly distinguishes the ends of a shorter one. */
const shortest = 2 ** -18;
/** Share of the contributions' absolute sum and of the logit's path by which the rule's two estimates may differ. */
const changeTolerance = 0.005;
/** Share of value − base by which the contributions' sum may be off. The promise is 1 %. */
const sumTolerance = 0.0025;
/** Share of the contributions' absolute sum and of the logit's path up and down that float32 cannot resolve. */
const rounding = 1e-5;
/** Examples whose paths are processed together. */
const together = 64;

/**
 * Integrated gradients (Sundararajan, Taly & Yan 2017): the gradient of a class's logit along the straight path from the empty
 * matrix to the example, integrated and multiplied by the entries. With an exact integral they add up to the difference of the
 * logits.
 *
 * The gradient jumps where a rectified unit switches on or off and bends where attention moves. So Simpson's rule is applied to
 * parts of the path, and the parts with the largest errors are halved until all together are accurate enough, judged by their
 * sum and the change of the gradient within each.
 *
 * @param classOf [examples.rows] the class whose logit is explained
 */
export function integratedGradients(
  network: DifferentiableNetwork,
  examples: SparseRows,
  classOf: Int32Array,
): Attributions {
  const base = new Float64Array(examples.rows);
  const value = new Float64Array(examples.rows);
  const contribution = new Float64Array(examples.column.length);
  for (let from = 0; from < examples.rows; from += together) {
    const to = Math.min(examples.rows, from + together);
    const paths = Array.from({ length: to - from }, (_, i) => new Path(examples, from + i, classOf[from + i]));
    for (let open: readonly Path[] = paths; open.length > 0; open = open.filter((path) => path.refine())) {
      evaluate(network, examples, open);
    }
    for (const [i, path] of paths.entries()) {
      base[from + i] = path.base;
      value[from + i] = path.value;
      contribution.set(path.contributions(), examples.start[from + i]);
    }
  }
  const attention = network.attentionOf(examples);
  return {
    method: 'integrated-gradients',
    rows: examples.rows,
    base,
    value,
    start: examples.start,
    column: examples.column,
    contribution,
    ...(attention && { attention }),
  };
}

/** A point of a path: its share of each count, and the logit and its gradient there. */
class Point {
  logit = Number.NaN;
  /** [entries of the example] */
  gradient = new Float32Array(0);

  /** @param looksFrom where logit and gradient are computed, if elsewhere */
  constructor(
    readonly share: number,
    readonly looksFrom: number = share,
  ) {}
}

/** A part of a path, with the point in its middle. */
interface Interval {
  readonly from: Point;
  readonly middle: Point;
  readonly to: Point;
}

/** The path of one example. */
class Path {
  #intervals: Interval[];
  /** Points whose gradient is not known yet. */
  waiting: Point[];
  #points: number;
  readonly #origin: Point;
  readonly #last: Point;
  /** [entries] */
  readonly #counts: Float32Array;

  constructor(
    { start, value }: SparseRows,
    readonly row: number,
    readonly explained: number,
  ) {
    this.#counts = value.subarray(start[row], start[row + 1]);
    // Without counts there is no path.
    const parts = this.#counts.length === 0 ? 0 : 2 * firstIntervals;
    this.#origin = new Point(0);
    // All biases may be zero: every unit then switches at the very beginning, and there is a gradient only after it.
    const points = Array.from({ length: parts + 1 }, (_, i) => new Point(i / parts, i === 0 ? shortest : i / parts));
    this.#intervals = Array.from({ length: parts / 2 }, (_, i) => ({
      from: points[2 * i],
      middle: points[2 * i + 1],
      to: points[2 * i + 2],
    }));
    this.waiting = parts === 0 ? [this.#origin] : [this.#origin, ...points];
    this.#points = points.length;
    this.#last = parts === 0 ? this.#origin : points[parts];
  }

  get base(): number {
    return this.#origin.logit;
  }

  get value(): number {
    return this.#last.logit;
  }

  /** [entries] Simpson's rule over all parts. */
  contributions(): Float64Array {
    const sums = new Float64Array(this.#counts.length);
    for (const { from, middle, to } of this.#intervals) {
      const sixth = (to.share - from.share) / 6;
      for (let i = 0; i < sums.length; i++) {
        sums[i] += sixth * (from.gradient[i] + 4 * middle.gradient[i] + to.gradient[i]) * this.#counts[i];
      }
    }
    return sums;
  }

  /** Halves the parts that are not accurate enough yet. @returns false if all are, or none can be halved */
  refine(): boolean {
    this.waiting = [];
    if (this.#points >= maxPoints) return false;
    const contributions = this.contributions();
    const size = contributions.reduce((sum, one) => sum + Math.abs(one), 0);
    const difference = this.value - this.base;
    const way = this.#intervals.reduce((sum, { from, to }) => sum + Math.abs(to.logit - from.logit), 0);
    const allowedChange = changeTolerance * (size + way);
    const allowedMiss = sumTolerance * Math.abs(difference) + rounding * (size + way + Math.abs(this.base));
    const errors = this.#intervals.map((interval) => this.#errorOf(interval));
    const change = errors.reduce((sum, error) => sum + error.change, 0);
    const miss = Math.abs(contributions.reduce((sum, one) => sum + one, 0) - difference);
    if (change <= allowedChange && miss <= allowedMiss) return false;
    const canBeHalved = this.#intervals.map(({ from, to }) => to.share - from.share > shortest);
    const worst = (of: 'change' | 'miss'): number =>
      errors.reduce((most, error, i) => (canBeHalved[i] ? Math.max(most, error[of]) : most), 0);
    // Only parts that are nearly as bad as the worst: small errors may be rounding, which halving does not fix.
    const badChange = change <= allowedChange ? Number.POSITIVE_INFINITY : worst('change') / 4;
    const badMiss = miss <= allowedMiss ? Number.POSITIVE_INFINITY : worst('miss') / 4;
    this.#intervals = this.#intervals.flatMap((interval, i) => {
      const isBad = errors[i].change >= badChange || errors[i].miss >= badMiss;
      return isBad && canBeHalved[i] ? this.#halves(interval) : [interval];
    });
    return this.waiting.length > 0;
  }

  #halves({ from, middle, to }: Interval): [Interval, Interval] {
    const [before, after] = [from, to].map((end) => new Point((end.share + middle.share) / 2));
    this.waiting.push(before, after);
    this.#points += 2;
    return [
      { from, middle: before, to: middle },
      { from: middle, middle: after, to },
    ];
  }

  /** The difference between Simpson's and the midpoint rule over all entries, and the error of the sum. */
  #errorOf({ from, middle, to }: Interval): { readonly change: number; readonly miss: number } {
    const sixth = (to.share - from.share) / 6;
    let change = 0;
    let sum = 0;
    for (let i = 0; i < this.#counts.length; i++) {
      const [a, b, c] = [from.gradient[i], middle.gradient[i], to.gradient[i]];
      change += Math.abs(sixth * (a - 2 * b + c) * this.#counts[i]);
      sum += sixth * (a + 4 * b + c) * this.#counts[i];
    }
    return { change, miss: Math.abs(to.logit - from.logit - sum) };
  }
}

/** Computes logit and gradient at all points that need them. */
function evaluate(network: DifferentiableNetwork, examples: SparseRows, paths: readonly Path[]): void {
  const points = paths.flatMap((path) => path.waiting.map((point) => ({ path, point })));
  const start = new Int32Array(points.length + 1);
  for (const [i, { path }] of points.entries()) {
    start[i + 1] = start[i] + examples.start[path.row + 1] - examples.start[path.row];
  }
  const column = new Int32Array(start[points.length]);
  const value = new Float32Array(column.length);
  for (const [i, { path, point }] of points.entries()) {
    const from = examples.start[path.row];
    column.set(examples.column.subarray(from, examples.start[path.row + 1]), start[i]);
    for (let entry = start[i]; entry < start[i + 1]; entry++) {
      value[entry] = point.looksFrom * examples.value[from + entry - start[i]];
    }
  }
  const along = { rows: points.length, columns: examples.columns, start, column, value };
  const { logits, gradient } = network.logitGradient(
    along,
    Int32Array.from(points, ({ path }) => path.explained),
  );
  for (const [i, { point }] of points.entries()) {
    point.logit = logits[i];
    point.gradient = gradient.slice(start[i], start[i + 1]);
  }
}
