import type { EntryLists } from './entry-lists.ts';
import { firstAbove } from './sorted-columns.ts';

/** Sums over the rows of one node. */
export interface NodeSums {
  readonly rows: number;
  /** Of the first derivatives. */
  readonly gradient: number;
  /** Of the second derivatives. */
  readonly hessian: number;
}

/**
 * The entries of one segment summed up by value: the runs `first` … `end` − 1 have ascending distinct values and the sums of
 * their rows. They equal XGBoost's, which adds entry by entry, as long as float64 holds the sums exactly.
 */
export class Runs {
  first = 1;
  end = 1;
  readonly values: Float32Array;
  readonly gradientSums: Float64Array;
  readonly hessianSums: Float64Array;
  entries = 0;
  /** Sums over the entries. */
  gradient = 0;
  hessian = 0;

  /** @param longest most entries in a segment */
  constructor(longest: number) {
    this.values = new Float32Array(longest + 2);
    this.gradientSums = new Float64Array(longest + 2);
    this.hessianSums = new Float64Array(longest + 2);
  }

  /** @param gradients [rows × 2] first and second derivative of each row */
  collect({ start, row, value }: EntryLists, segment: number, gradients: Float32Array): void {
    const { values, gradientSums, hessianSums } = this;
    const begin = start[segment];
    const end = start[segment + 1];
    let sumG = 0;
    let sumH = 0;
    let g = 0;
    let h = 0;
    let run = 1;
    let last = value[begin];
    for (let e = begin; e < end; e++) {
      const x = value[e];
      if (x !== last) {
        values[run] = last;
        gradientSums[run] = g;
        hessianSums[run++] = h;
        sumG += g;
        sumH += h;
        g = 0;
        h = 0;
        last = x;
      }
      const r = 2 * row[e];
      g += gradients[r];
      h += gradients[r + 1];
    }
    values[run] = last;
    gradientSums[run] = g;
    hessianSums[run] = h;
    this.first = 1;
    this.end = run + 1;
    this.gradient = sumG + g;
    this.hessian = sumH + h;
    this.entries = end - begin;
  }

  /** Adds a run of value 0 for the rows of the node that have no entry, if any; there must be no run of 0 yet. */
  addZeros({ rows, gradient, hessian }: NodeSums): void {
    if (rows === this.entries) return;
    const { values, gradientSums, hessianSums } = this;
    let place = 0;
    if (values[1] < 0) {
      place = firstAbove(0, values, 1, this.end) - 1;
      for (const list of [values, gradientSums, hessianSums]) list.copyWithin(0, 1, place + 1);
    }
    values[place] = 0;
    gradientSums[place] = gradient - this.gradient;
    hessianSums[place] = hessian - this.hessian;
    this.first = 0;
  }
}
