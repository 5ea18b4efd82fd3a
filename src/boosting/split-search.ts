import type { EntryLists, SegmentRange } from './entry-lists.ts';
import type { TreeMethod, ZeroReading } from './settings.ts';
import { firstAbove } from './sorted-columns.ts';

/** Which splits are looked for; the numbers are float32. */
export interface SplitRule {
  readonly lambda: number;
  readonly minChildWeight: number;
  readonly zeros: ZeroReading;
  readonly treeMethod: TreeMethod;
  /**
   * [columns] 1 = a column with missing values and more than one other: `exact` tries missing values on the right, too.
   */
  readonly splitsMissing: Uint8Array;
}

/** Sums over the rows of one node. */
export interface NodeSums {
  readonly rows: number;
  /** Of the first derivatives. */
  readonly gradient: number;
  /** Of the second derivatives. */
  readonly hessian: number;
}

/** Where a node splits best. */
export interface SplitPlace {
  readonly segment: number;
  /** Largest value on the left, or NaN if only missing values go left. */
  readonly below: number;
  /** Smallest value on the right, or NaN if only missing values go right. */
  readonly above: number;
  readonly defaultLeft: boolean;
  /** Loss reduction, float32. */
  readonly gain: number;
}

/** Sums of scores that differ by less, relative to them, may have the same gain once it is rounded. */
const slack = 1e-6;
/** Sums of second derivatives that were added in different orders may differ by this, relative to them. */
export const sumSlack = 1e-10;

/**
 * Finds the best split of a node as XGBoost does. A split's gain is G²/(H + λ) of both sides less that of the node.
 * Sums are float64 and everything after them is float32, so that partitions of equal sums tie whatever order they were
 * summed in. Of equal gains the lower column wins, and in a column the place that XGBoost meets first.
 */
export class SplitSearch {
  #gradients: Float32Array = new Float32Array(0);
  #node: NodeSums = { rows: 0, gradient: 0, hessian: 0 };
  #score = 0;

  /** Sums of what was passed in the segment, and the last value there. */
  #passedGradient = 0;
  #passedHessian = 0;
  #last = 0;

  #gain = 0;
  #segment = -1;
  #below = 0;
  #above = 0;
  #defaultLeft = false;
  /** Scores of both sides that add up to less cannot be better than the best so far. */
  #target = 0;

  constructor(readonly rule: SplitRule) {}

  /**
   * @param gradients [rows × 2] first and second derivative of each row
   * @param spent     [segments] set to 1 where the entries are too light to split this node or any below it, to 0 elsewhere
   * @returns undefined if no split has a positive gain
   */
  find(
    lists: EntryLists,
    range: SegmentRange,
    node: NodeSums,
    gradients: Float32Array,
    spent: Uint8Array,
  ): SplitPlace | undefined {
    const { lambda, minChildWeight, zeros } = this.rule;
    this.#gradients = gradients;
    this.#node = node;
    this.#score = sideScore(node.gradient, node.hessian, lambda);
    this.#target = this.#score * (1 - slack);
    this.#gain = 0;
    this.#segment = -1;
    const lightest = minChildWeight * (1 - sumSlack);
    for (let segment = range.from; segment < range.to; segment++) {
      const hessian =
        zeros === 'value' ? this.#scanWithZeros(lists, segment) : this.#scanWithMissing(lists, segment, lightest);
      spent[segment] = hessian < lightest ? 1 : 0;
    }
    if (this.#segment < 0) return undefined;
    return {
      segment: this.#segment,
      below: this.#below,
      above: this.#above,
      defaultLeft: this.#defaultLeft,
      gain: this.#gain,
    };
  }

  /**
   * Ascending with missing values on the right, descending with them on the left. `exact` leaves the first out if it
   * cannot make a difference in any node, `hist` the second if it cannot in this node.
   *
   * @returns sum of the second derivatives of the entries
   */
  #scanWithMissing(lists: EntryLists, segment: number, lightest: number): number {
    const begin = lists.start[segment];
    const end = lists.start[segment + 1];
    const isExact = this.rule.treeMethod === 'exact';
    if (!isExact || this.rule.splitsMissing[lists.column[segment]] === 1) {
      this.#start(lists.value[begin], 0, 0);
      this.#pass(lists, segment, begin, end, 1, false);
      this.#offer(segment, this.#last, Number.NaN, false);
      if (this.#passedHessian < lightest) return this.#passedHessian;
      const { gradient, hessian } = this.#node;
      if (!isExact && this.#passedGradient === gradient && this.#passedHessian === hessian) return hessian;
    }
    this.#start(lists.value[end - 1], 0, 0);
    this.#pass(lists, segment, end - 1, begin - 1, -1, true);
    this.#offer(segment, Number.NaN, this.#last, true);
    return this.#passedHessian;
  }

  /**
   * From the largest value down: positive entries, the rows without an entry, negative entries.
   *
   * @returns sum of the second derivatives of the entries
   */
  #scanWithZeros(lists: EntryLists, segment: number): number {
    const { start, value, row } = lists;
    const begin = start[segment];
    const end = start[segment + 1];
    const positive = value[begin] > 0 ? begin : firstAbove(0, value, begin, end);
    const hasZeros = this.#node.rows > end - begin;
    const defaultLeft = this.rule.treeMethod === 'exact';

    this.#start(value[end - 1], 0, 0);
    this.#pass(lists, segment, end - 1, positive - 1, -1, defaultLeft);
    const positiveHessian = this.#passedHessian;
    if (hasZeros && positive < end) this.#offer(segment, 0, this.#last, defaultLeft);
    if (begin === positive) return positiveHessian;

    let g = 0;
    let h = 0;
    for (let e = begin; e < positive; e++) {
      g += this.#gradients[2 * row[e]];
      h += this.#gradients[2 * row[e] + 1];
    }
    if (hasZeros) this.#start(0, this.#node.gradient - g, this.#node.hessian - h);
    this.#pass(lists, segment, positive - 1, begin - 1, -1, defaultLeft);
    return positiveHessian + h;
  }

  /** Begins a pass with these sums on the side that grows, next to this value. */
  #start(last: number, gradient: number, hessian: number): void {
    this.#last = last;
    this.#passedGradient = gradient;
    this.#passedHessian = hessian;
  }

  /** Goes through entries in one direction and tries all places between different values. */
  #pass(
    { row, value }: EntryLists,
    segment: number,
    from: number,
    end: number,
    step: 1 | -1,
    defaultLeft: boolean,
  ): void {
    const gradients = this.#gradients;
    const { lambda, minChildWeight } = this.rule;
    const { gradient, hessian } = this.#node;
    let g = this.#passedGradient;
    let h = this.#passedHessian;
    let last = this.#last;
    let target = this.#target;
    for (let e = from; e !== end; e += step) {
      const x = value[e];
      if (x !== last) {
        const restG = gradient - g;
        const restH = hessian - h;
        if (h >= minChildWeight && restH >= minChildWeight && mayReach(target, g, h + lambda, restG, restH + lambda)) {
          this.#take(segment, g, h, step === 1 ? last : x, step === 1 ? x : last, defaultLeft);
          target = this.#target;
        }
        last = x;
      }
      const r = 2 * row[e];
      g += gradients[r];
      h += gradients[r + 1];
    }
    this.#start(last, g, h);
  }

  /** Tries the place after what was passed. */
  #offer(segment: number, below: number, above: number, defaultLeft: boolean): void {
    const { lambda, minChildWeight } = this.rule;
    const g = this.#passedGradient;
    const h = this.#passedHessian;
    const restG = this.#node.gradient - g;
    const restH = this.#node.hessian - h;
    if (!(h >= minChildWeight && restH >= minChildWeight)) return;
    if (mayReach(this.#target, g, h + lambda, restG, restH + lambda)) {
      this.#take(segment, g, h, below, above, defaultLeft);
    }
  }

  /** Makes a split the best so far if it is better. */
  #take(segment: number, g: number, h: number, below: number, above: number, defaultLeft: boolean): void {
    const { lambda, zeros, treeMethod } = this.rule;
    const rest = sideScore(this.#node.gradient - g, this.#node.hessian - h, lambda);
    const gain = Math.fround(Math.fround(sideScore(g, h, lambda) + rest) - this.#score);
    // Where zeros are values, `hist` meets the places of a column from the lowest up.
    const lastMetWins = zeros === 'value' && treeMethod === 'hist' && segment === this.#segment;
    if (!(gain > this.#gain || (lastMetWins && gain === this.#gain)) || gain === Number.POSITIVE_INFINITY) return;
    this.#gain = gain;
    this.#segment = segment;
    this.#below = below;
    this.#above = above;
    this.#defaultLeft = defaultLeft;
    this.#target = (this.#score + gain) * (1 - slack);
  }
}

/** G²/(H + λ), twice what a leaf with these sums takes off the loss; XGBoost divides in float32. */
function sideScore(gradient: number, hessian: number, lambda: number): number {
  return hessian > 0 ? Math.fround(Math.fround(gradient * gradient) / Math.fround(hessian + lambda)) : 0;
}

/** Whether g²/p + restG²/q > target, without the divisions: most places are told apart by this. */
function mayReach(target: number, g: number, p: number, restG: number, q: number): boolean {
  return g * g * q + restG * restG * p > target * p * q;
}
