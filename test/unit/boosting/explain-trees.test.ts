import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Booster } from '../../../src/boosting/booster.ts';
import { TreeExplainer } from '../../../src/boosting/explain-trees.ts';
import { predictMargins } from '../../../src/boosting/predict.ts';
import type { ZeroReading } from '../../../src/boosting/settings.ts';
import type { BoostedTrees, Tree } from '../../../src/boosting/trees.ts';
import { gapOf } from '../attribution-gap.ts';
import { sparseRows } from '../sparse-rows.ts';
import { denseOf, type Problem, problems } from './random-boosting.ts';

/** A tree of nodes in order: a split of a feature at a threshold with its children, or a leaf; and the node's cover. */
type Node =
  | { readonly feature: number; readonly below: number; readonly left: number; readonly right: number; cover: number }
  | { readonly leaf: number; cover: number };

function treeOf(nodes: readonly Node[]): Tree {
  const of = (value: (node: Node) => number) => nodes.map(value);
  const nothing = new Float32Array(nodes.length);
  return {
    left: Int32Array.from(of((node) => ('leaf' in node ? -1 : node.left))),
    right: Int32Array.from(of((node) => ('leaf' in node ? -1 : node.right))),
    parent: new Int32Array(nodes.length),
    feature: Int32Array.from(of((node) => ('leaf' in node ? 0 : node.feature))),
    threshold: Float32Array.from(of((node) => ('leaf' in node ? node.leaf : node.below))),
    defaultLeft: new Uint8Array(nodes.length),
    gain: nothing,
    cover: Float32Array.from(of(({ cover }) => cover)),
    weight: nothing,
  };
}

/** A model of two classes whose second has nothing but a leaf of 0. */
function modelOf(tree: Tree, features: number, zeros: ZeroReading = 'value'): BoostedTrees {
  return { classes: 2, features, baseScore: 0.5, zeros, trees: [tree, treeOf([{ leaf: 0, cover: 4 }])] };
}

function explained(model: BoostedTrees, row: readonly (number | null)[], explainedClass = 0) {
  const { base, value, column, contribution } = new TreeExplainer(model).explain(
    sparseRows([row]),
    Int32Array.of(explainedClass),
  );
  return { base: base[0], value: value[0], cells: [...column].map((one, i) => [one, contribution[i]]) };
}

describe('the contributions to a margin', () => {
  it('of one split are what the leaf is above the mean', () => {
    const tree = treeOf([
      { feature: 1, below: 2, left: 1, right: 2, cover: 4 },
      { leaf: -1, cover: 3 },
      { leaf: 5, cover: 1 },
    ]);
    // The mean leaf is (3 · −1 + 1 · 5) / 4 = 0.5, on top of the base score.
    expect(explained(modelOf(tree, 3), [7, 2, null])).toEqual({
      base: 1,
      value: 5.5,
      cells: [
        [0, 0],
        [1, 4.5],
      ],
    });
    expect(explained(modelOf(tree, 3), [7, 1, null])).toEqual({
      base: 1,
      value: -0.5,
      cells: [
        [0, 0],
        [1, -1.5],
      ],
    });
  });

  it('of two features that only act together are shared by both', () => {
    const tree = treeOf([
      { feature: 0, below: 1, left: 1, right: 2, cover: 4 },
      { leaf: 0, cover: 2 },
      { feature: 1, below: 1, left: 3, right: 4, cover: 2 },
      { leaf: 0, cover: 1 },
      { leaf: 8, cover: 1 },
    ]);
    // Without either the mean is 2; with one of both 4; so the first of them adds 2, the second 4, in either order.
    expect(explained(modelOf(tree, 2), [1, 1])).toEqual({
      base: 2.5,
      value: 8.5,
      cells: [
        [0, 3],
        [1, 3],
      ],
    });
  });

  it('come from cells that are zero, too', () => {
    const tree = treeOf([
      { feature: 0, below: 1, left: 1, right: 2, cover: 2 },
      { leaf: -2, cover: 1 },
      { leaf: 2, cover: 1 },
    ]);
    expect(explained(modelOf(tree, 2), [null, 3])).toEqual({
      base: 0.5,
      value: -1.5,
      cells: [
        [0, -2],
        [1, 0],
      ],
    });
  });

  it('of a missing value are those of the way it goes', () => {
    const split: Node = { feature: 0, below: 1, left: 1, right: 2, cover: 2 };
    const tree = treeOf([split, { leaf: -2, cover: 1 }, { leaf: 2, cover: 1 }]);
    expect(explained(modelOf(tree, 1, 'missing'), [null]).cells).toEqual([[0, 2]]);
    expect(explained(modelOf({ ...tree, defaultLeft: Uint8Array.of(1, 0, 0) }, 1, 'missing'), [null]).cells).toEqual([
      [0, -2],
    ]);
  });

  it('are none where a class has no splits', () => {
    const tree = treeOf([
      { feature: 0, below: 1, left: 1, right: 2, cover: 2 },
      { leaf: -2, cover: 1 },
      { leaf: 2, cover: 1 },
    ]);
    expect(explained(modelOf(tree, 1), [1], 1)).toEqual({ base: 0.5, value: 0.5, cells: [[0, 0]] });
  });

  it('are finite where a file says that no row came by', () => {
    const tree = treeOf([
      { feature: 0, below: 1, left: 1, right: 2, cover: 0 },
      { leaf: -2, cover: 0 },
      { feature: 1, below: 1, left: 3, right: 4, cover: 3 },
      { leaf: 1, cover: 0 },
      { leaf: 2, cover: 3 },
    ]);
    const { base, value, cells } = explained(modelOf(tree, 2), [1, null]);
    expect(base + cells.reduce((sum, [, contribution]) => sum + contribution, 0)).toBeCloseTo(value, 10);
    expect(value).toBeCloseTo(1.5, 10);
  });

  it('refuse examples of other columns', () => {
    const explainer = new TreeExplainer(modelOf(treeOf([{ leaf: 1, cover: 1 }]), 3));
    expect(() => explainer.explain(sparseRows([[1, 2]]), Int32Array.of(0))).toThrow(
      'The trees have 3 columns, but the examples have 2.',
    );
  });
});

const counts = fc.integer({ min: 0, max: 4 });
const weights = fc.constantFrom(0.25, 0.5, 1, 3);

describe.each(['value', 'missing'] as const)('of random trees where absent entries are a %s', (zeros) => {
  it('base and contributions are the margin', () => {
    fc.assert(
      fc.property(problems(zeros, counts, weights), (problem) => {
        const { model, rows, classes } = boosted(problem);
        const examples = sparseRows(rows);
        const margins = predictMargins(model, examples);
        for (let c = 0; c < classes; c++) {
          const attributions = new TreeExplainer(model).explain(examples, new Int32Array(rows.length).fill(c));
          for (let row = 0; row < rows.length; row++) {
            expect(attributions.value[row]).toBeCloseTo(margins[row * classes + c], 4);
            expect(gapOf(attributions, row)).toBeCloseTo(0, 10);
          }
        }
      }),
    );
  });

  it('contributions are the Shapley values of what the trees say of a part of the cells', () => {
    fc.assert(
      fc.property(problems(zeros, counts, weights), fc.nat(), (problem, some) => {
        const { model, rows, classes } = boosted(problem);
        const explainedClass = some % classes;
        const picked = rows[some % rows.length];
        const { column, contribution } = new TreeExplainer(model).explain(
          sparseRows([picked]),
          Int32Array.of(explainedClass),
        );
        const [dense] = denseOf([picked], problem.settings);
        const trees = model.trees.filter((_, i) => i % classes === explainedClass);
        const expected = shapley(dense, (known) => trees.reduce((sum, tree) => sum + meanOf(tree, dense, known), 0));
        const actual = new Array<number>(dense.length).fill(0);
        for (const [i, one] of column.entries()) actual[one] = contribution[i];
        for (const [i, one] of expected.entries()) expect(actual[i]).toBeCloseTo(one, 5);
      }),
    );
  });
});

function boosted({ rows, unseen, labels, classes, weights: ofRows, rounds, settings }: Problem) {
  const booster = new Booster(settings, sparseRows(rows), Int32Array.from(labels), classes, Float32Array.from(ofRows));
  for (let round = 0; round < rounds; round++) booster.boostRound();
  return { model: booster.model, rows: [...rows, ...unseen], classes };
}

/** By the definition: what each feature adds to the features before it, in all orders. @param game value of a set, as bits */
function shapley(features: readonly unknown[], game: (known: number) => number): number[] {
  const n = features.length;
  const factorial = (k: number): number => (k <= 1 ? 1 : k * factorial(k - 1));
  const values = Array.from({ length: 2 ** n }, (_, known) => game(known));
  return features.map((_, i) => {
    let sum = 0;
    for (let known = 0; known < 2 ** n; known++) {
      if (known & (1 << i)) continue;
      const size = known.toString(2).replaceAll('0', '').length;
      sum += ((factorial(size) * factorial(n - size - 1)) / factorial(n)) * (values[known | (1 << i)] - values[known]);
    }
    return sum;
  });
}

/** A tree's output where the features of `known` are known, and others go both ways as the training rows did. */
function meanOf(tree: Tree, row: readonly (number | null)[], known: number, node = 0): number {
  const { left, right, feature, threshold, defaultLeft, cover } = tree;
  if (left[node] < 0) return threshold[node];
  const [l, r] = [left[node], right[node]];
  if (known & (1 << feature[node])) {
    const x = row[feature[node]];
    const goesLeft = x === null ? defaultLeft[node] === 1 : x < threshold[node];
    return meanOf(tree, row, known, goesLeft ? l : r);
  }
  return (cover[l] * meanOf(tree, row, known, l) + cover[r] * meanOf(tree, row, known, r)) / (cover[l] + cover[r]);
}
