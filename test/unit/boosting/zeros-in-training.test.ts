import { describe, expect, test } from 'vitest';
import type { BoostedTrees, Tree } from '../../../src/boosting/trees.ts';
import { zerosInTraining } from '../../../src/boosting/zeros-in-training.ts';

/** A root with two leaves for each threshold and direction. */
function model(...splits: readonly (readonly [threshold: number, defaultLeft: 0 | 1])[]): BoostedTrees {
  const trees = splits.map(
    ([threshold, defaultLeft]): Tree => ({
      left: Int32Array.of(1, -1, -1),
      right: Int32Array.of(2, -1, -1),
      parent: Int32Array.of(-1, 0, 0),
      feature: Int32Array.of(0, 0, 0),
      // Leaves have no direction, and may be below 0.
      threshold: Float32Array.of(threshold, -1, 1),
      defaultLeft: Uint8Array.of(defaultLeft, 1, 0),
      gain: new Float32Array(3),
      cover: new Float32Array(3),
      weight: new Float32Array(3),
    }),
  );
  return { classes: 2, features: 1, baseScore: 0.5, zeros: 'missing', trees };
}

describe('zeros in training were', () => {
  test.each([
    ['value', 'all splits have one direction, left', model([0.5, 1], [1.5, 1])],
    ['value', 'all splits have one direction, right', model([2, 0], [1, 0])],
    ['value', 'nothing is split', model()],
    ['missing', 'directions differ', model([0.5, 1], [1.5, 0])],
    ['missing', 'a split is below every count', model([0.5, 1], [-9.5e-7, 1])],
    ['missing', 'a split is at 0', model([0, 1])],
    ['missing', 'a split of hist is above all counts of a column', model([1, 0], [Math.fround(2.00001), 0])],
    ['missing', 'a split of exact is above all counts of a column', model([1, 0], [Math.fround(14.000001), 0])],
    [
      'missing',
      'a split is above all logarithms of a column',
      model([Math.fround(Math.fround(Math.log1p(6)) + Math.fround(Math.fround(Math.log1p(6)) + 1e-5)), 0]),
    ],
    [
      'value',
      'splits are counts, or between two',
      model([1, 0], [2, 0], [2.5, 0], [14, 0], [Math.fround(Math.log1p(6)), 0]),
    ],
  ] as const)('%s: %s', (reading, _, trees) => {
    expect(zerosInTraining(trees).reading).toBe(reading);
  });
});
