import type { Fail } from './read-xgboost-tree.ts';
import type { BoostedTrees, Tree } from './trees.ts';

/**
 * Trees of the softmax with one base score for all classes, which give the same margins, bit by bit: base scores that differ
 * are added to the leaves of the first round. Trees of one margin become those of two classes, of which the first has the
 * margin 0.
 *
 * @param trees [rounds × groups]
 * @param base  [groups] margins before the first tree; one group = two classes
 */
export function withBaseScores(
  trees: readonly Tree[],
  base: readonly number[],
  classes: number,
  fail: Fail,
): Pick<BoostedTrees, 'trees' | 'baseScore'> {
  const isBinary = base.length < classes;
  if (!isBinary && base.every((score) => score === base[0])) return { trees, baseScore: base[0] };
  if (trees.length === 0) return fail('The model has no trees.');
  const added = trees.map((tree, i) => (i < base.length ? plus(tree, base[i]) : tree));
  return { trees: isBinary ? added.flatMap((tree) => [nothing, tree]) : added, baseScore: 0 };
}

/** A tree that adds 0 to every margin. */
const nothing: Tree = {
  left: Int32Array.of(-1),
  right: Int32Array.of(-1),
  parent: Int32Array.of(-1),
  feature: Int32Array.of(0),
  threshold: Float32Array.of(0),
  defaultLeft: Uint8Array.of(0),
  gain: Float32Array.of(0),
  cover: Float32Array.of(0),
  weight: Float32Array.of(0),
};

/** Whether the first of two classes has the margin 0 whatever the example. */
export function isOneMargin({ classes, trees, baseScore }: BoostedTrees): boolean {
  if (classes !== 2 || baseScore !== 0) return false;
  return trees.every(({ left, threshold }, i) => i % 2 === 1 || (left[0] < 0 && threshold[0] === 0));
}

function plus(tree: Tree, score: number): Tree {
  const { left, threshold, weight } = tree;
  return {
    ...tree,
    threshold: threshold.map((value, node) => (left[node] < 0 ? value + score : value)),
    weight: weight.map((value) => value + score),
  };
}
