import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Booster } from '../../../src/boosting/booster.ts';
import { dumpTrees } from '../../../src/boosting/dump.ts';
import { predictMargins } from '../../../src/boosting/predict.ts';
import { readXgboostJson } from '../../../src/boosting/read-xgboost-json.ts';
import type { BoostedTrees, Tree } from '../../../src/boosting/trees.ts';
import { writeXgboostJson } from '../../../src/boosting/write-xgboost-json.ts';
import { InputError } from '../../../src/dataset/input-error.ts';
import { sparseRows } from '../sparse-rows.ts';

const examples = sparseRows([
  [1, null],
  [2, 1],
  [null, 3],
  [null, null],
  [5, null],
  [1, 4],
]);

function trained(gamma = 0): BoostedTrees {
  const settings = { eta: 0.3, maxDepth: 3, lambda: 1, gamma, minChildWeight: 0, zeros: 'value' as const };
  const booster = new Booster(settings, examples, Int32Array.of(0, 1, 2, 1, 0, 2), 3);
  for (let round = 0; round < 3; round++) booster.boostRound();
  return booster.model;
}

describe('writeXgboostJson', () => {
  it('writes every real number with an exponent, since XGBoost takes others for whole numbers', () => {
    const text = writeXgboostJson(trained());
    for (const name of ['base_weights', 'loss_changes', 'split_conditions', 'sum_hessian']) {
      const lists = [...text.matchAll(new RegExp(`"${name}":\\[([^\\]]+)\\]`, 'g'))];
      expect(lists.length).toBe(9);
      for (const [, numbers] of lists) {
        for (const number of numbers.split(',')) expect(number).toMatch(/^-?\d(\.\d+)?E-?\d+$/);
      }
    }
  });

  it('says what XGBoost wants to know', () => {
    const { learner, version } = JSON.parse(writeXgboostJson(trained()));
    expect(version).toEqual([1, 7, 4]);
    expect(learner.objective).toEqual({ name: 'multi:softprob', softmax_multiclass_param: { num_class: '3' } });
    expect(learner.learner_model_param).toMatchObject({ base_score: '5E-1', num_class: '3', num_feature: '2' });
    expect(learner.gradient_booster.model.tree_info).toEqual([0, 1, 2, 0, 1, 2, 0, 1, 2]);
  });
});

describe('readXgboostJson', () => {
  it.each([0, 0.5])('reads back what was written, also after pruning with gamma %d', (gamma) => {
    const model = trained(gamma);
    expect(readXgboostJson(writeXgboostJson(model))).toEqual(model);
  });

  it('keeps the names of the features, whatever they are', () => {
    const model = { ...trained(), featureNames: ['__proto__', 'a "quoted"\n<b>'] };
    expect(readXgboostJson(writeXgboostJson(model)).featureNames).toEqual(model.featureNames);
    expect(dumpTrees(model).join('')).toContain('[__proto__<');
  });

  it('takes zeros for missing values where the file says nothing of them', () => {
    expect(changed(({ learner }) => delete learner.attributes.zeros).zeros).toBe('missing');
  });

  it('reads default directions of older versions, true and false', () => {
    const model = changed(({ trees }) => {
      for (const tree of trees) tree.default_left = tree.default_left.map((left) => left === 1);
    });
    expect(model.trees).toEqual(trained().trees);
  });

  it('predicts with the base score of the file', () => {
    const model = changed(({ learner }) => {
      learner.learner_model_param.base_score = '0.25';
    });
    const margins = predictMargins(trained(), examples);
    predictMargins(model, examples).forEach((margin, i) => {
      expect(margin).toBeCloseTo(margins[i] - 0.25, 6);
    });
  });

  it.each<[string, (file: ModelFile) => void, string]>([
    ['another objective', ({ learner }) => (learner.objective.name = 'binary:logistic'), 'binary:logistic'],
    ['another booster', ({ learner }) => (learner.gradient_booster.name = 'dart'), 'booster of this model is dart'],
    ['a newer version', (file) => (file.version = [2, 0, 3]), 'of XGBoost 2.0.3'],
    ['no version', ({ version }) => version.splice(0), 'version: '],
    ['a forest', ({ booster }) => (booster.gbtree_model_param.num_parallel_tree = '4'), 'Random forests'],
    ['half a round', ({ trees }) => trees.pop(), 'whole rounds'],
    ['one class', ({ learner }) => (learner.learner_model_param.num_class = '1'), 'num_class is 1'],
    ['no number', ({ learner }) => (learner.learner_model_param.num_class = 'x'), 'learner_model_param.num_class'],
    ['a name too few', ({ learner }) => learner.feature_names.push('one'), '1 feature names, but num_feature is 2'],
    ['a text for a number', ({ trees }) => (trees[3].left_children = ['1']), 'trees[3].left_children[0]'],
    ['a list too short', ({ trees }) => trees[0].parents.pop(), 'Tree 0 has'],
    ['no nodes', ({ trees }) => emptyLists(trees[1]), 'Tree 1 has no root'],
    ['a child that is not there', ({ trees }) => (trees[2].left_children[0] = 99), 'a child 99 of node 0'],
    ['half a leaf', ({ trees }) => (trees[2].left_children[0] = -1), 'a child -1 of node 0'],
    ['a circle', ({ trees }) => (trees[2].left_children[0] = 2), 'reaches node 2 twice'],
    ['an unknown feature', ({ trees }) => (trees[0].split_indices[0] = 2), 'feature 2 in node 0'],
    ['an infinite threshold', ({ trees }) => (trees[0].split_conditions[0] = 1e99), 'no finite number'],
    ['categories', ({ trees }) => (trees[0].split_type[0] = 1), 'splits categories'],
  ])('refuses %s and says so', (_what, change, message) => {
    expect(() => changed(change)).toThrow(InputError);
    expect(() => changed(change)).toThrow(message);
    expect(() => changed(change)).toThrow(/^model\.json: /);
  });

  it.each(['', '{', 'binf\u0000', '[]', 'null', '7', '{"version":[1,7,4]}'])('refuses %j as no model', (text) => {
    expect(() => readXgboostJson(text)).toThrow(InputError);
  });

  it('never fails but with an InputError, however the file was damaged', () => {
    const text = writeXgboostJson(trained());
    fc.assert(
      fc.property(fc.nat(text.length - 1), fc.constantFrom('', '0', '9', '-', '"', 'null', ',1', ']'), (at, change) => {
        const damaged = text.slice(0, at) + change + text.slice(at + 1);
        try {
          predictMargins({ ...readXgboostJson(damaged), features: examples.columns }, examples);
        } catch (error) {
          expect(error).toBeInstanceOf(InputError);
        }
      }),
      { numRuns: 500 },
    );
  });
});

interface ModelFile {
  readonly learner: {
    readonly attributes: { zeros?: string };
    readonly feature_names: string[];
    readonly gradient_booster: { name: string };
    readonly learner_model_param: { base_score: string; num_class: string };
    readonly objective: { name: string };
  };
  version: number[];
  readonly booster: { readonly gbtree_model_param: { num_parallel_tree: string } };
  readonly trees: {
    default_left: unknown[];
    left_children: unknown[];
    readonly parents: number[];
    readonly split_indices: number[];
    readonly split_conditions: number[];
    readonly split_type: number[];
  }[];
}

/** The model of a file that was changed. */
function changed(change: (file: ModelFile) => unknown): BoostedTrees {
  const file = JSON.parse(writeXgboostJson(trained()));
  const booster = file.learner.gradient_booster.model;
  const view = { learner: file.learner, version: file.version, booster, trees: booster.trees };
  change(view);
  return readXgboostJson(JSON.stringify({ learner: view.learner, version: view.version }), 'model.json');
}

function emptyLists(tree: object): void {
  for (const list of Object.values(tree)) {
    if (Array.isArray(list)) list.length = 0;
  }
}

describe('dumpTrees', () => {
  it('leaves pruned nodes out and keeps the numbers of the others', () => {
    const leaf = { feature: 0, gain: 0, cover: 1 };
    const tree = treeOf([
      { left: 3, right: 4, feature: 1, threshold: 2.5, defaultLeft: 1, gain: 7, cover: 2 },
      { left: -1, right: -1, threshold: 0, defaultLeft: 1, ...leaf },
      { left: -1, right: -1, threshold: 0, defaultLeft: 1, ...leaf },
      { left: -1, right: -1, threshold: 0.5, defaultLeft: 0, ...leaf },
      { left: -1, right: -1, threshold: -0.5, defaultLeft: 0, ...leaf },
    ]);
    const model = { classes: 2, features: 2, baseScore: 0.5, zeros: 'value' as const, trees: [tree] };
    expect(dumpTrees(model)).toEqual([
      '0:[f1<2.5] yes=3,no=4,missing=3,gain=7,cover=2\n\t3:leaf=0.5,cover=1\n\t4:leaf=-0.5,cover=1\n',
    ]);
  });
});

type NodeNumbers = Record<'left' | 'right' | 'feature' | 'threshold' | 'defaultLeft' | 'gain' | 'cover', number>;

function treeOf(nodes: readonly NodeNumbers[]): Tree {
  return {
    left: Int32Array.from(nodes, ({ left }) => left),
    right: Int32Array.from(nodes, ({ right }) => right),
    parent: Int32Array.from(nodes, () => -1),
    feature: Int32Array.from(nodes, ({ feature }) => feature),
    threshold: Float32Array.from(nodes, ({ threshold }) => threshold),
    defaultLeft: Uint8Array.from(nodes, ({ defaultLeft }) => defaultLeft),
    gain: Float32Array.from(nodes, ({ gain }) => gain),
    cover: Float32Array.from(nodes, ({ cover }) => cover),
    weight: new Float32Array(nodes.length),
  };
}
