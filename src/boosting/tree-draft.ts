import { prunedAway, type Tree } from './trees.ts';

export interface Split {
  readonly feature: number;
  readonly threshold: number;
  readonly defaultLeft: boolean;
  readonly gain: number;
}

/** A tree that grows, level by level, and may be pruned afterwards. */
export class TreeDraft {
  readonly #left: number[] = [];
  readonly #right: number[] = [];
  readonly #parent: number[] = [];
  readonly #feature: number[] = [];
  readonly #threshold: number[] = [];
  readonly #defaultLeft: number[] = [];
  readonly #gain: number[] = [];
  readonly #cover: number[] = [];
  readonly #weight: number[] = [];

  /** @param eta learning rate: a leaf adds eta × weight to the margin */
  constructor(readonly eta: number) {}

  get nodes(): number {
    return this.#left.length;
  }

  /**
   * Adds the root, whose parent is −1, or a child.
   *
   * @param cover  sum of the second derivatives
   * @param weight what the leaf adds to the margin, before the learning rate
   */
  addLeaf(parent: number, cover: number, weight: number): void {
    const rounded = Math.fround(weight);
    this.#left.push(-1);
    this.#right.push(-1);
    this.#parent.push(parent);
    this.#feature.push(0);
    this.#threshold.push(this.eta * rounded);
    this.#defaultLeft.push(0);
    this.#gain.push(0);
    this.#cover.push(cover);
    this.#weight.push(rounded);
  }

  /** Records the gain of the best split of a node, whether it is made or not, as `exact` does. */
  noteGain(node: number, gain: number): void {
    this.#gain[node] = gain;
  }

  /** Makes a leaf an inner node, whose children, `firstChild` and the next number, are still to be added. */
  split(node: number, { feature, threshold, defaultLeft, gain }: Split, firstChild: number): void {
    this.#left[node] = firstChild;
    this.#right[node] = firstChild + 1;
    this.#feature[node] = feature;
    this.#threshold[node] = threshold;
    this.#defaultLeft[node] = defaultLeft ? 1 : 0;
    this.#gain[node] = gain;
  }

  /**
   * Undoes splits of less gain, from the leaves up, as XGBoost's pruner does after growing an exact tree: a weak split is kept if
   * a good one is below it.
   */
  prune(gamma: number): this {
    for (let node = this.nodes - 1; node >= 0; node--) {
      const left = this.#left[node];
      const right = this.#right[node];
      if (left < 0 || this.#left[left] >= 0 || this.#left[right] >= 0 || this.#gain[node] >= gamma) continue;
      this.#left[node] = -1;
      this.#right[node] = -1;
      this.#threshold[node] = this.eta * this.#weight[node];
      for (const child of [left, right]) {
        this.#feature[child] = prunedAway;
        this.#defaultLeft[child] = 1;
      }
    }
    return this;
  }

  /** Records as a leaf's weight what it adds to the margin, as XGBoost's `hist` does for all leaves but a root. */
  noteLeafValues(): this {
    for (let node = 1; node < this.nodes; node++) {
      if (this.#left[node] < 0) this.#weight[node] = this.#threshold[node];
    }
    return this;
  }

  finish(): Tree {
    return {
      left: Int32Array.from(this.#left),
      right: Int32Array.from(this.#right),
      parent: Int32Array.from(this.#parent),
      feature: Int32Array.from(this.#feature),
      threshold: Float32Array.from(this.#threshold),
      defaultLeft: Uint8Array.from(this.#defaultLeft),
      gain: Float32Array.from(this.#gain),
      cover: Float32Array.from(this.#cover),
      weight: Float32Array.from(this.#weight),
    };
  }
}
