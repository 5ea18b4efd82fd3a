import type { ZeroReading } from './settings.ts';

/**
 * One regression tree, with XGBoost's numbering: node 0 is the root, each level follows its parents', pruned nodes leave gaps.
 * All arrays have an element for each node.
 */
export interface Tree {
  /** Child of values below the threshold; −1 in a leaf. */
  readonly left: Int32Array;
  /** Child of other values; −1 in a leaf. */
  readonly right: Int32Array;
  /** −1 at the root. */
  readonly parent: Int32Array;
  /** Column of the matrix that is compared; 0 in a leaf that was never split, `prunedAway` in a gap. */
  readonly feature: Int32Array;
  /** Split threshold; in a leaf what it adds to the margin. */
  readonly threshold: Float32Array;
  /** 1 = missing values go left. */
  readonly defaultLeft: Uint8Array;
  /** Loss reduction of the split; in a leaf that of the best split, which was pruned or too small, or 0. */
  readonly gain: Float32Array;
  /** Sum of the second derivatives. */
  readonly cover: Float32Array;
  /** What the node would add to the margin as a leaf, before the learning rate (after it, in the leaves of `hist`). */
  readonly weight: Float32Array;
}

/** XGBoost's mark for nodes removed by pruning. */
export const prunedAway = 0x7fffffff;

/** A trained model: gradient-boosted trees of the softmax objective (XGBoost's `multi:softprob`). */
export interface BoostedTrees {
  readonly classes: number;
  /** Columns of the matrices it can predict. */
  readonly features: number;
  /** Margin of each class before the first tree. */
  readonly baseScore: number;
  readonly zeros: ZeroReading;
  /** Tree i belongs to round ⌊i / classes⌋ and class i mod classes. */
  readonly trees: readonly Tree[];
  /** [features], if they have names; XGBoost in Python refuses names with `[`, `]` or `<`. */
  readonly featureNames?: readonly string[];
}
