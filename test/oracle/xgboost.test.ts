import { describe, expect, it } from 'vitest';
import { Booster } from '../../src/boosting/booster.ts';
import { predictMargins, predictProbabilities } from '../../src/boosting/predict.ts';
import { readXgboostJson } from '../../src/boosting/read-xgboost-json.ts';
import type { BoosterSettings, TreeMethod, ZeroReading } from '../../src/boosting/settings.ts';
import { writeXgboostJson } from '../../src/boosting/write-xgboost-json.ts';
import type { SparseRows } from '../../src/dataset/sparse-rows.ts';
import { dumpTrees } from './dump-trees.ts';
import { oracle } from './files.ts';
import { type DumpedNode, parseDump } from './tree-dump.ts';

interface Entries {
  readonly rows: number;
  readonly cols: number;
  readonly row: readonly number[];
  readonly col: readonly number[];
  readonly value: readonly number[];
  readonly labels: readonly number[];
}

interface Tensor {
  readonly shape: readonly number[];
  readonly data: readonly number[];
}

interface Reading {
  readonly zeros: ZeroReading;
  readonly treeMethod: TreeMethod;
}

interface XgboostOracle {
  readonly params: {
    readonly eta: number;
    readonly max_depth: number;
    readonly reg_lambda: number;
    readonly gamma: number;
    readonly min_child_weight: number;
    readonly num_class: number;
  };
  readonly train: Entries;
  readonly test: Entries;
  readonly runs: readonly (Reading & {
    readonly rounds: readonly { readonly rounds: number; readonly train: Tensor; readonly test: Tensor }[];
    readonly leavesPerTree: readonly number[];
    readonly firstRoundDump: readonly string[];
  })[];
  readonly tiny: {
    readonly data: Entries;
    readonly numClass: number;
    readonly runs: readonly (Reading & {
      readonly rounds: number;
      readonly maxDepth: number;
      readonly probabilities: Tensor;
      readonly margins: Tensor;
      readonly model: { readonly learner: object };
    })[];
  };
  readonly storedZero: {
    readonly indptr: readonly number[];
    readonly indices: readonly number[];
    readonly data: readonly number[];
    readonly shape: readonly [number, number];
    readonly labels: readonly number[];
    readonly rounds: number;
    readonly maxDepth: number;
    readonly minChildWeight: number;
    readonly probabilities: Tensor;
    readonly dump: readonly string[];
  };
}

const tolerance = 1e-5;
const { params, train, test, runs, tiny, storedZero } = oracle<XgboostOracle>('xgboost');

describe.each(runs)('XGBoost $treeMethod with zeros as $zeros', (expected) => {
  const examples = rowsOf(train);
  const unseen = rowsOf(test);
  const booster = new Booster(settingsOf(expected), examples, Int32Array.from(train.labels), params.num_class);
  const last = Math.max(...expected.rounds.map(({ rounds }) => rounds));
  for (let round = 0; round < last; round++) booster.boostRound();

  it.each(expected.rounds)('has the same probabilities after $rounds rounds', (after) => {
    expectNear(booster.predict(examples, after.rounds), after.train.data);
    expectNear(booster.predict(unseen, after.rounds), after.test.data);
  });

  it('has the same number of leaves in each tree', () => {
    const leaves = dumpTrees(booster.model).map((text) => parseDump(text).filter(({ split }) => split === '').length);
    expect(leaves).toEqual(expected.leavesPerTree);
  });

  it('has the same trees in the first round', () => {
    expectSameTrees(dumpTrees(booster.model).slice(0, params.num_class), expected.firstRoundDump);
  });
});

describe.each(tiny.runs)('a tiny model of XGBoost $treeMethod with zeros as $zeros', (expected) => {
  const examples = rowsOf(tiny.data);
  const settings = { ...settingsOf(expected), maxDepth: expected.maxDepth };
  const booster = new Booster(settings, examples, Int32Array.from(tiny.data.labels), tiny.numClass);
  for (let round = 0; round < expected.rounds; round++) booster.boostRound();

  it('has the same margins and probabilities', () => {
    expectNear(booster.margins(examples), expected.margins.data);
    expectNear(booster.predict(examples), expected.probabilities.data);
  });

  it('is written as the same JSON', () => {
    // How the base score was found and what Python noted at the end of training is not part of the trees.
    const { attributes, learner_model_param, ...written } = learnerOf(JSON.parse(writeXgboostJson(booster.model)));
    const { attributes: noted, learner_model_param: parameters, ...learner } = learnerOf(expected.model);
    expectSameJson(written, learner, 'learner');
    expect({ ...learner_model_param, boost_from_average: '' }).toEqual({ ...parameters, boost_from_average: '' });
    expect(Object.keys(noted)).not.toContain('zeros');
    expect(attributes).toEqual({ zeros: expected.zeros });
  });

  it("predicts the same from XGBoost's own file", () => {
    const model = { ...readXgboostJson(JSON.stringify(expected.model)), zeros: expected.zeros };
    expectNear(predictMargins(model, examples), expected.margins.data);
    expectNear(predictProbabilities(model, examples), expected.probabilities.data);
  });
});

describe('explicitly stored zeros', () => {
  const [rows, columns] = storedZero.shape;
  const examples = {
    rows,
    columns,
    start: Int32Array.from(storedZero.indptr),
    column: Int32Array.from(storedZero.indices),
    value: Float32Array.from(storedZero.data),
  };
  const settings = {
    ...settingsOf({ zeros: 'missing', treeMethod: 'exact' }),
    maxDepth: storedZero.maxDepth,
    minChildWeight: storedZero.minChildWeight,
  };
  const classes = storedZero.probabilities.shape[1];
  const booster = new Booster(settings, examples, Int32Array.from(storedZero.labels), classes);
  for (let round = 0; round < storedZero.rounds; round++) booster.boostRound();

  it('are values even where absent entries are missing', () => {
    expectNear(booster.predict(examples), storedZero.probabilities.data);
    expectSameTrees(dumpTrees(booster.model), storedZero.dump);
  });
});

function settingsOf({ zeros, treeMethod }: Reading): BoosterSettings {
  return {
    eta: params.eta,
    maxDepth: params.max_depth,
    lambda: params.reg_lambda,
    gamma: params.gamma,
    minChildWeight: params.min_child_weight,
    zeros,
    treeMethod,
  };
}

/** Entries in any order as sparse rows. */
function rowsOf({ rows, cols, row, col, value }: Entries): SparseRows {
  const order = Array.from(row.keys()).sort((a, b) => row[a] - row[b] || col[a] - col[b]);
  const start = new Int32Array(rows + 1);
  for (const r of row) start[r + 1]++;
  for (let r = 0; r < rows; r++) start[r + 1] += start[r];
  return {
    rows,
    columns: cols,
    start,
    column: Int32Array.from(order, (e) => col[e]),
    value: Float32Array.from(order, (e) => value[e]),
  };
}

function learnerOf({ learner }: { readonly learner: object }) {
  return learner as { readonly attributes: object; readonly learner_model_param: object };
}

function expectNear(actual: Float32Array, expected: readonly number[]): void {
  expect(actual.length).toBe(expected.length);
  let worst = 0;
  actual.forEach((x, i) => {
    worst = Math.max(worst, Math.abs(x - expected[i]));
  });
  expect(worst).toBeLessThanOrEqual(tolerance);
}

function expectSameTrees(actual: readonly string[], expected: readonly string[]): void {
  const trees = actual.map(parseDump);
  const others = expected.map(parseDump);
  const shape = ({ node, depth, split }: DumpedNode) => ({ node, depth, split });
  expect(trees.map((tree) => tree.map(shape))).toEqual(others.map((tree) => tree.map(shape)));
  const numbers = others.flatMap((tree) => tree.flatMap((node) => node.numbers));
  for (const [i, x] of trees.flatMap((tree) => tree.flatMap((node) => node.numbers)).entries()) {
    expect(Math.abs(x - numbers[i])).toBeLessThanOrEqual(tolerance * Math.max(1, Math.abs(numbers[i])));
  }
}

/** Equal, but for the last digits of numbers that are not whole. */
function expectSameJson(actual: unknown, expected: unknown, place: string): void {
  if (typeof actual === 'number' && typeof expected === 'number') {
    expect(Math.abs(actual - expected), place).toBeLessThanOrEqual(tolerance * Math.max(1, Math.abs(expected)));
  } else if (typeof actual === 'object' && typeof expected === 'object' && actual !== null && expected !== null) {
    expect(Object.keys(actual), place).toEqual(Object.keys(expected));
    const others = new Map(Object.entries(expected));
    for (const [key, value] of Object.entries(actual)) expectSameJson(value, others.get(key), `${place}.${key}`);
  } else {
    expect(actual, place).toEqual(expected);
  }
}
