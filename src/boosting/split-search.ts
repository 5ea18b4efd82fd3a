import type { EntryLists, SegmentRange } from './entry-lists.ts';
import { type NodeSums, Runs } from './runs.ts';
import type { TreeMethod, ZeroReading } from './settings.ts';

/** Which splits are considered; the numbers are float32. */
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
 * summed in. Of equal gains the lower column wins, and in a column the place that XGBoost reaches first.
 */
export class SplitSearch {
  readonly #runs: Runs;
  #node: NodeSums = { rows: 0, gradient: 0, hessian: 0 };
  #score = 0;

  #gain = 0;
  #segment = -1;
  #below = 0;
  #above = 0;
  #defaultLeft = false;
  /** Scores of both sides that add up to less cannot be better than the best so far. */
  #target = 0;

  /** @param longest most entries in a segment */
  constructor(
    readonly rule: SplitRule,
    longest: number,
  ) {
    this.#runs = new Runs(longest);
  }

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
    const { lambda, minChildWeight, zeros, treeMethod, splitsMissing } = this.rule;
    this.#node = node;
    this.#score = sideScore(node.gradient, node.hessian, lambda);
    this.#target = this.#score * (1 - slack);
    this.#gain = 0;
    this.#segment = -1;
    const lightest = minChildWeight * (1 - sumSlack);
    for (let segment = range.from; segment < range.to; segment++) {
      const runs = this.#runs;
      runs.collect(lists, segment, gradients);
      spent[segment] = runs.hessian < lightest ? 1 : 0;
      if (spent[segment] === 1) continue;
      if (zeros === 'value') {
        runs.addZeros(node);
        if (treeMethod === 'exact') this.#tryDown(segment, false);
        else this.#tryUp(segment, false);
        continue;
      }
      // If nothing is missing both directions find the same, and the first one is kept.
      const hasMissing = runs.entries < node.rows;
      const goesUp = treeMethod === 'hist' || splitsMissing[lists.column[segment]] === 1;
      if (goesUp) this.#tryUp(segment, hasMissing);
      if (hasMissing || !goesUp) this.#tryDown(segment, hasMissing);
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
   * Tries the places from the lowest up, with missing values on the right.
   *
   * @param hasMissing whether there is a place above all values, too
   */
  #tryUp(segment: number, hasMissing: boolean): void {
    const { lambda, minChildWeight } = this.rule;
    const { first, end, gradientSums, hessianSums, values } = this.#runs;
    const { gradient, hessian } = this.#node;
    let target = this.#target;
    let g = 0;
    let h = 0;
    const stop = hasMissing ? end : end - 1;
    for (let run = first; run < stop; run++) {
      g += gradientSums[run];
      h += hessianSums[run];
      const restH = hessian - h;
      if (restH < minChildWeight) return;
      if (h < minChildWeight || !mayReach(target, g, h + lambda, gradient - g, restH + lambda)) continue;
      this.#take(segment, g, h, values[run], run + 1 < end ? values[run + 1] : Number.NaN, false);
      target = this.#target;
    }
  }

  /**
   * Tries the places from the highest down, with missing values on the left.
   *
   * @param hasMissing whether there is a place below all values, too
   */
  #tryDown(segment: number, hasMissing: boolean): void {
    const { lambda, minChildWeight } = this.rule;
    const { first, end, gradientSums, hessianSums, values } = this.#runs;
    const { gradient, hessian } = this.#node;
    let target = this.#target;
    let g = 0;
    let h = 0;
    const stop = hasMissing ? first : first + 1;
    for (let run = end - 1; run >= stop; run--) {
      g += gradientSums[run];
      h += hessianSums[run];
      const restH = hessian - h;
      if (restH < minChildWeight) return;
      if (h < minChildWeight || !mayReach(target, g, h + lambda, gradient - g, restH + lambda)) continue;
      this.#take(segment, g, h, run > first ? values[run - 1] : Number.NaN, values[run], true);
      target = this.#target;
    }
  }

  /** Makes a split the best so far if it is better. */
  #take(segment: number, g: number, h: number, below: number, above: number, defaultLeft: boolean): void {
    const { lambda } = this.rule;
    const rest = sideScore(this.#node.gradient - g, this.#node.hessian - h, lambda);
    const gain = Math.fround(Math.fround(sideScore(g, h, lambda) + rest) - this.#score);
    if (!(gain > this.#gain) || gain === Number.POSITIVE_INFINITY) return;
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

/** Whether g²/p + restG²/q > target, without the divisions: enough to decide about most places. */
function mayReach(target: number, g: number, p: number, restG: number, q: number): boolean {
  return g * g * q + restG * restG * p > target * p * q;
}
