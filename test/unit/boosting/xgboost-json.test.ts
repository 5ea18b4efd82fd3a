import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Booster } from '../../../src/boosting/booster.ts';
import { TreeExplainer } from '../../../src/boosting/explain-trees.ts';
import { predictMargins } from '../../../src/boosting/predict.ts';
import { readXgboostJson } from '../../../src/boosting/read-xgboost-json.ts';
import type { BoostedTrees, Tree } from '../../../src/boosting/trees.ts';
import { writeXgboostJson } from '../../../src/boosting/write-xgboost-json.ts';
import { InputError } from '../../../src/dataset/input-error.ts';
import { dumpTrees } from '../../oracle/dump-trees.ts';
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

  it.each([[[1, 0, 0]], [[1, 7, 4]], [[2, 1, 4]], [[3, 0, 5]], [[3, 1, 1]]])(
    'reads models of version %j',
    (version) => {
      expect(
        changed((file) => {
          file.version = version;
        }),
      ).toEqual(trained());
    },
  );

  it('reads numbers that are no texts, and trees that do not say the types of their splits', () => {
    const read = changed(({ parameters, trees }) => {
      Object.assign(parameters, { base_score: 0.5, num_class: 3, num_feature: 2 });
      for (const tree of trees) tree.split_type.length = 0;
    });
    expect(read).toEqual(trained());
  });

  it('takes multi:softmax for multi:softprob, from which it differs in what it prints only', () => {
    expect(changed(({ learner }) => (learner.objective.name = 'multi:softmax'))).toEqual(trained());
  });

  it('adds a list of base scores to the classes, one each or one for all', () => {
    const margins = predictMargins(trained(), examples);
    const one = changed(({ parameters }) => (parameters.base_score = '[2.5E-1]'));
    for (const [i, margin] of predictMargins(one, examples).entries()) expect(margin).toBeCloseTo(margins[i] - 0.25, 6);
    const base = [0.25, -1, 0.125];
    const each = changed(({ parameters }) => (parameters.base_score = '[2.5E-1, -1E0,1.25E-1]'));
    for (const [i, margin] of predictMargins(each, examples).entries()) {
      expect(margin).toBeCloseTo(margins[i] - 0.5 + base[i % 3], 6);
    }
    // A list that is one, not a text.
    expect(changed(({ parameters }) => Object.assign(parameters, { base_score: base }))).toEqual(each);
    // A model of ours again: written and read it is the same.
    expect(readXgboostJson(writeXgboostJson(each))).toEqual(each);
  });

  it('takes binary:logistic as the margin of the second class against 0, its base score a probability', () => {
    const binary = changed(({ learner, parameters, booster }) => {
      learner.objective.name = 'binary:logistic';
      Object.assign(parameters, { num_class: '0', base_score: '[2E-1]' });
      booster.tree_info.fill(0);
    });
    expect(binary.classes).toBe(2);
    const three = predictMargins({ ...trained(), baseScore: 0 }, examples);
    const margins = predictMargins(binary, examples);
    for (let row = 0; row < examples.rows; row++) {
      const sum = three[3 * row] + three[3 * row + 1] + three[3 * row + 2];
      expect(margins[2 * row]).toBe(0);
      expect(margins[2 * row + 1]).toBeCloseTo(sum + Math.log(0.2 / 0.8), 5);
    }
    // For and against: a cell that speaks for the second class speaks as much against the first.
    const explain = (of: number) => new TreeExplainer(binary).explain(examples, new Int32Array(examples.rows).fill(of));
    const [first, second] = [explain(0), explain(1)];
    expect([...first.contribution]).toEqual([...second.contribution].map((one) => -one));
    second.value.forEach((value, row) => {
      expect(value).toBeCloseTo(margins[2 * row + 1], 5);
      expect(first.value[row]).toBe(-value);
    });
  });

  it.each(['0', '1', '[0E0]', '-1'])(
    'refuses the base score %s of binary:logistic, which is no probability',
    (score) => {
      const file = (): unknown =>
        changed(({ learner, parameters, booster }) => {
          learner.objective.name = 'binary:logistic';
          Object.assign(parameters, { num_class: '0', base_score: score });
          booster.tree_info.fill(0);
        });
      expect(file).toThrow('needs a probability between 0 and 1');
    },
  );

  it('reads NaN where it does not matter, and names it where it does', () => {
    const read = changed(({ trees }) => {
      trees[0].loss_changes[0] = Number.NaN;
      trees[1].base_weights[0] = Number.NEGATIVE_INFINITY;
    });
    expect(predictMargins(read, examples)).toEqual(predictMargins(trained(), examples));
    expect(JSON.parse(writeXgboostJson(read))).toBeTruthy();
    expect(() => changed(({ trees }) => (trees[0].sum_hessian[0] = Number.NaN))).toThrow(
      'Tree 0 has NaN in sum_hessian of node 0',
    );
    expect(() => changed(({ trees }) => (trees[0].split_conditions[0] = Number.NaN))).toThrow(
      'Tree 0 has no finite number in split_conditions of node 0',
    );
  });

  it('takes NaN in a text for text', () => {
    const read = changed(({ learner, trees }) => {
      learner.feature_names.push('NaN', 'a "NaN\\" Infinity');
      trees[0].loss_changes[0] = Number.NaN;
    });
    expect(read.featureNames).toEqual(['NaN', 'a "NaN\\" Infinity']);
  });

  it.each<[string, (file: ModelFile) => void, string]>([
    [
      'another objective',
      ({ learner }) => (learner.objective.name = 'rank:pairwise'),
      'The objective of this model is rank:pairwise, but only those that predict classes can be read',
    ],
    ['another booster', ({ learner }) => (learner.gradient_booster.name = 'gblinear'), 'train with booster="gbtree"'],
    [
      'trees that are weighed',
      ({ learner }) => Object.assign(learner.gradient_booster, { name: 'dart', weight_drop: [1] }),
      'The booster of this model is dart (trees that are weighed, weight_drop)',
    ],
    [
      'weights of trees under another name',
      ({ learner }) => Object.assign(learner.gradient_booster, { weight_drop: [1, 1, 0.5] }),
      'weight_drop',
    ],
    ['several targets', ({ parameters }) => (parameters.num_target = '2'), 'num_target is more than 1'],
    [
      'leaves of several numbers',
      ({ trees }) => Object.assign(trees[1], { tree_param: { size_leaf_vector: '3' } }),
      'Tree 1 has leaves of 3 numbers (multi_strategy="multi_output_tree")',
    ],
    [
      'a newer version',
      (file) => (file.version = [4, 0, 0]),
      'of XGBoost 4.0.0, but only models of XGBoost 1.0 to 3.x',
    ],
    ['an older version', (file) => (file.version = [0, 90]), 'of XGBoost 0.90'],
    ['no version', ({ version }) => version.splice(0), 'version: '],
    ['too many base scores', ({ parameters }) => (parameters.base_score = '[1E0,2E0]'), 'base_score has 2 numbers'],
    [
      'a base score that is none',
      ({ parameters }) => (parameters.base_score = '[1E0,x,2E0]'),
      'base_score is [1E0,x,2E0]',
    ],
    ['an infinite base score', ({ parameters }) => (parameters.base_score = '1e39'), 'base_score is 1e39'],
    [
      'two classes of one margin that are more',
      ({ learner }) => (learner.objective.name = 'binary:logistic'),
      'num_class is 3, but binary:logistic has two classes',
    ],
    [
      'a size that nobody has',
      ({ parameters }) => (parameters.num_feature = '99999999999'),
      'num_feature is 99999999999',
    ],
    ['a negative cover', ({ trees }) => (trees[0].sum_hessian[0] = -1), 'has -1 in sum_hessian of node 0'],
    ['leaves that add up to infinity', ({ trees }) => hugeLeaves(trees), 'more than a float32 holds'],
    ['a ladder of splits', ({ trees }) => Object.assign(trees[0], ladder(300)), 'Tree 0 is deeper than 256 splits'],
    ['a forest', ({ booster }) => (booster.gbtree_model_param.num_parallel_tree = '4'), 'Random forests'],
    ['half a round', ({ trees }) => trees.pop(), 'whole rounds'],
    ['one class', ({ learner }) => (learner.learner_model_param.num_class = '1'), 'num_class is 1'],
    ['no number', ({ parameters }) => (parameters.num_class = 'x'), 'learner_model_param.num_class'],
    ['a name too few', ({ learner }) => learner.feature_names.push('one'), '1 feature names, but num_feature is 2'],
    [
      'a text for a number',
      ({ trees }) => (trees[3].left_children = ['1']),
      'Tree 3 has no whole number in left_children of node 0',
    ],
    ['a fraction for a node', ({ trees }) => (trees[3].right_children[0] = 1.5), 'in right_children of node 0'],
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

/** A model that reads as JSON of another version, or with other things in it. */
interface ModelFile {
  readonly parameters: Record<string, string>;
  readonly learner: {
    readonly attributes: { zeros?: string };
    readonly feature_names: string[];
    readonly gradient_booster: { name: string };
    readonly learner_model_param: { base_score: string; num_class: string };
    readonly objective: { name: string };
  };
  version: number[];
  readonly booster: { readonly gbtree_model_param: { num_parallel_tree: string }; readonly tree_info: number[] };
  readonly trees: {
    default_left: unknown[];
    left_children: unknown[];
    readonly parents: number[];
    readonly split_indices: number[];
    right_children: unknown[];
    readonly split_conditions: number[];
    readonly split_type: number[];
    readonly sum_hessian: number[];
    readonly loss_changes: unknown[];
    readonly base_weights: unknown[];
  }[];
}

function hugeLeaves(trees: ModelFile['trees']): void {
  for (const { split_conditions: conditions } of trees) conditions.fill(2e38);
}

/** A tree that goes right and right again. */
function ladder(depth: number): object {
  const nodes = 2 * depth + 1;
  const each = (value: (node: number) => number): number[] => Array.from({ length: nodes }, (_, node) => value(node));
  const isSplit = (node: number): boolean => node % 2 === 0 && node < nodes - 1;
  return {
    left_children: each((node) => (isSplit(node) ? node + 1 : -1)),
    right_children: each((node) => (isSplit(node) ? node + 2 : -1)),
    parents: each(() => 0),
    split_indices: each(() => 0),
    split_conditions: each(() => 1),
    split_type: each(() => 0),
    default_left: each(() => 0),
    sum_hessian: each(() => 1),
    loss_changes: each(() => 0),
    base_weights: each(() => 0),
  };
}

/** The model of a file that was changed. */
function changed(change: (file: ModelFile) => unknown): BoostedTrees {
  const file = JSON.parse(writeXgboostJson(trained()));
  const booster = file.learner.gradient_booster.model;
  const parameters = file.learner.learner_model_param;
  const view = { learner: file.learner, parameters, version: file.version, booster, trees: booster.trees };
  change(view);
  return readXgboostJson(withNaN({ learner: view.learner, version: view.version }), 'model.json');
}

/** JSON as XGBoost 1.7 writes it, NaN and infinite numbers as they are. */
function withNaN(content: object): string {
  const text = JSON.stringify(content, (_, value) =>
    typeof value === 'number' && !Number.isFinite(value) ? `<${value}>` : value,
  );
  return text.replaceAll(/"<(NaN|-?Infinity)>"/g, '$1');
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
