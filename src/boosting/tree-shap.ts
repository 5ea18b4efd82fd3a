import type { Tree } from './trees.ts';

/** What each feature of one tree adds to the tree's output; shares of training rows come from the nodes' covers. */
export class TreeShap {
  /** Paths of unique features, one for each level of the recursion: feature (−1 = none), shares and weight of each. */
  readonly #feature: Int32Array;
  /** Share of the training rows that continue along the path when the feature is not known. */
  readonly #zero: Float64Array;
  /** 1 if the example continues along the path, 0 if not. */
  readonly #one: Float64Array;
  /** Sums over the subsets of the path's features, by their size. */
  readonly #weight: Float64Array;
  readonly #width: number;
  readonly #share: Float64Array;
  #values: Float32Array = new Float32Array(0);
  #sums: Float64Array = new Float64Array(0);
  #factor = 1;

  constructor(readonly tree: Tree) {
    this.#width = depthOf(tree) + 2;
    const room = this.#width ** 2;
    this.#feature = new Int32Array(room);
    this.#zero = new Float64Array(room);
    this.#one = new Float64Array(room);
    this.#weight = new Float64Array(room);
    this.#share = sharesOf(tree);
  }

  /** The tree's mean output over its training rows. */
  mean(node = 0): number {
    const { left, right, threshold } = this.tree;
    if (left[node] < 0) return threshold[node];
    const [l, r] = [left[node], right[node]];
    return this.#share[l] * this.mean(l) + this.#share[r] * this.mean(r);
  }

  /** Features that the tree uses, ascending, each once. */
  features(): Int32Array {
    const { left, feature } = this.tree;
    const asked = new Set<number>();
    const waiting = [0];
    for (let node = waiting.pop(); node !== undefined; node = waiting.pop()) {
      if (left[node] < 0) continue;
      asked.add(feature[node]);
      waiting.push(left[node], this.tree.right[node]);
    }
    return Int32Array.from(asked).sort();
  }

  /**
   * Adds the SHAP values of one example: Algorithm 2 of Lundberg, Erion & Lee, "Consistent individualized feature attribution
   * for tree ensembles" (2018). Together they are the tree's output less its mean.
   *
   * @param values [features] of the example, NaN = missing
   * @param sums   [features]
   * @param factor of what is added
   */
  add(values: Float32Array, sums: Float64Array, factor = 1): void {
    this.#values = values;
    this.#sums = sums;
    this.#factor = factor;
    this.#visit(0, 0, 0, 1, 1, -1);
  }

  /**
   * @param level  of the recursion
   * @param length of the path before this node
   * @param zero   share of the feature that led here
   * @param one    of the feature that led here
   */
  #visit(node: number, level: number, length: number, zero: number, one: number, feature: number): void {
    // No example reaches such a node.
    if (zero === 0 && one === 0) return;
    const at = level * this.#width;
    for (const list of [this.#feature, this.#zero, this.#one, this.#weight]) {
      list.copyWithin(at, at - this.#width, at - this.#width + length);
    }
    this.#extend(at, length, zero, one, feature);
    const { left, right, threshold } = this.tree;
    if (left[node] < 0) this.#addLeaf(at, length, this.#factor * threshold[node]);
    else {
      const split = this.tree.feature[node];
      const hot = this.#goesLeft(node) ? left[node] : right[node];
      const cold = hot === left[node] ? right[node] : left[node];
      const known = this.#feature.subarray(at, at + length + 1).indexOf(split);
      const before = { zero: 1, one: 1, length: length + 1 };
      if (known >= 0) {
        before.zero = this.#zero[at + known];
        before.one = this.#one[at + known];
        before.length = length;
        this.#unwind(at, length, known);
      }
      this.#visit(hot, level + 1, before.length, before.zero * this.#share[hot], before.one, split);
      this.#visit(cold, level + 1, before.length, before.zero * this.#share[cold], 0, split);
    }
  }

  #goesLeft(node: number): boolean {
    const x = this.#values[this.tree.feature[node]];
    return x < this.tree.threshold[node] || (Number.isNaN(x) && this.tree.defaultLeft[node] === 1);
  }

  /** The leaf's share for every feature of its path except the first place, which is no feature. */
  #addLeaf(at: number, last: number, leaf: number): void {
    for (let i = 1; i <= last; i++) {
      const difference = this.#one[at + i] - this.#zero[at + i];
      this.#sums[this.#feature[at + i]] += this.#sumWithout(at, last, i) * difference * leaf;
    }
  }

  /** Lengthens the path by a feature, at the place `last`. */
  #extend(at: number, last: number, zero: number, one: number, feature: number): void {
    const weight = this.#weight;
    this.#feature[at + last] = feature;
    this.#zero[at + last] = zero;
    this.#one[at + last] = one;
    weight[at + last] = last === 0 ? 1 : 0;
    for (let i = last - 1; i >= 0; i--) {
      weight[at + i + 1] += (one * weight[at + i] * (i + 1)) / (last + 1);
      weight[at + i] *= (zero * (last - i)) / (last + 1);
    }
  }

  /** Removes the feature at a place from the path. */
  #unwind(at: number, last: number, place: number): void {
    const weight = this.#weight;
    const [zero, one] = [this.#zero[at + place], this.#one[at + place]];
    let next = weight[at + last];
    for (let i = last - 1; i >= 0; i--) {
      if (one === 0) {
        weight[at + i] *= (last + 1) / (zero * (last - i));
        continue;
      }
      const old = weight[at + i];
      weight[at + i] = (next * (last + 1)) / ((i + 1) * one);
      next = old - (weight[at + i] * zero * (last - i)) / (last + 1);
    }
    for (const list of [this.#feature, this.#zero, this.#one]) {
      list.copyWithin(at + place, at + place + 1, at + last + 1);
    }
  }

  /** Sum of the weights that the path would have without the feature at a place. */
  #sumWithout(at: number, last: number, place: number): number {
    const [zero, one] = [this.#zero[at + place], this.#one[at + place]];
    let next = this.#weight[at + last];
    let sum = 0;
    for (let i = last - 1; i >= 0; i--) {
      if (one === 0) {
        sum += (this.#weight[at + i] * (last + 1)) / (zero * (last - i));
        continue;
      }
      const weight = (next * (last + 1)) / ((i + 1) * one);
      sum += weight;
      next = this.#weight[at + i] - (weight * zero * (last - i)) / (last + 1);
    }
    return sum;
  }
}

/** Splits between the root and the farthest leaf. */
function depthOf({ left, right }: Tree): number {
  let deepest = 0;
  const waiting = [{ node: 0, depth: 0 }];
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    const { node, depth } = next;
    deepest = Math.max(deepest, depth);
    if (left[node] >= 0) waiting.push({ node: left[node], depth: depth + 1 }, { node: right[node], depth: depth + 1 });
  }
  return deepest;
}

/** [nodes] share of its parent's cover that a node has. */
function sharesOf({ left, right, cover }: Tree): Float64Array {
  const shares = new Float64Array(left.length);
  for (let node = 0; node < left.length; node++) {
    if (left[node] < 0) continue;
    const [l, r] = [left[node], right[node]];
    const both = cover[l] + cover[r];
    // In a file, a node may have had no rows.
    shares[l] = both > 0 ? cover[l] / both : 0.5;
    shares[r] = both > 0 ? cover[r] / both : 0.5;
  }
  return shares;
}
