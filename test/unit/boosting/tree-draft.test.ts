import { describe, expect, it } from 'vitest';
import { TreeDraft } from '../../../src/boosting/tree-draft.ts';
import { prunedAway } from '../../../src/boosting/trees.ts';

/** A root that gains 1, its left child that gains 5 and its right child that gains 0.5; leaves 3 to 6 below them. */
function threeSplits(): TreeDraft {
  const draft = new TreeDraft(0.5);
  draft.addLeaf(-1, 8, 0);
  const gains = [1, 5, 0.5];
  gains.forEach((gain, node) => {
    draft.split(node, { feature: 10 + node, threshold: node, defaultLeft: false, gain }, draft.nodes);
    for (const weight of [1, -1]) draft.addLeaf(node, 2, weight * (node + 1));
  });
  return draft;
}

describe('TreeDraft', () => {
  it('makes leaves of weight times learning rate, in float32', () => {
    const draft = new TreeDraft(Math.fround(0.3));
    draft.addLeaf(-1, 1, 1 / 3);
    expect(draft.finish().threshold[0]).toBe(Math.fround(Math.fround(0.3) * Math.fround(1 / 3)));
  });

  it('prunes a weak split whose children are leaves, and keeps a weak one above a good one', () => {
    const tree = threeSplits().prune(2).finish();
    expect([...tree.left]).toEqual([1, 3, -1, -1, -1, -1, -1]);
    expect([...tree.right]).toEqual([2, 4, -1, -1, -1, -1, -1]);
    expect(tree.threshold[2]).toBe(-0.5);
    expect([...tree.feature.subarray(3)]).toEqual([0, 0, prunedAway, prunedAway]);
  });

  it('prunes up to the root if no split is good', () => {
    const tree = threeSplits().prune(6).finish();
    expect([...tree.left]).toEqual(new Array(7).fill(-1));
    expect([...tree.feature].filter((feature) => feature === prunedAway).length).toBe(6);
  });

  it('keeps a split that gains exactly gamma', () => {
    expect(threeSplits().prune(0.5).finish().left[2]).toBe(5);
  });
});
