import { describe, expect, it } from 'vitest';
import { Booster } from '../../src/boosting/booster.ts';
import { TreeExplainer } from '../../src/boosting/explain-trees.ts';
import { predictProbabilities } from '../../src/boosting/predict.ts';
import { readXgboostJson } from '../../src/boosting/read-xgboost-json.ts';
import type { BoosterSettings } from '../../src/boosting/settings.ts';
import { writeXgboostJson } from '../../src/boosting/write-xgboost-json.ts';
import type { SparseRows } from '../../src/dataset/sparse-rows.ts';
import { RandomState } from '../../src/learning/random.ts';
import { dumpTrees } from '../oracle/dump-trees.ts';
import { type DumpedNode, parseDump } from '../oracle/tree-dump.ts';
import { runXgboost, type XgboostCase } from './xgboost.ts';

const tolerance = 1e-5;
const seeds = Array.from({ length: 60 }, (_, seed) => seed);
const cases = seeds.map(randomCase);
const results = runXgboost(cases);

describe('XGBoost 1.7.4', () => {
  it.each(seeds)('grows the same trees in random case %d', (seed) => {
    const trees = dumpTrees(readXgboostJson(cases[seed].model)).map(parseDump);
    const expected = results[seed].dump.map(parseDump);
    const shape = ({ node, depth, split }: DumpedNode) => ({ node, depth, split });
    expect(trees.map((tree) => tree.map(shape))).toEqual(expected.map((tree) => tree.map(shape)));
    expectNear(numbersOf(trees), numbersOf(expected));
  });

  it.each(seeds)('predicts the same in random case %d, and so do its model here and ours there', (seed) => {
    const { booster, train, unseen } = cases[seed];
    const result = results[seed];
    const theirs = { ...readXgboostJson(result.model), zeros: booster.settings.zeros };
    for (const [rows, expected, given] of [
      [train, result.train, result.givenTrain],
      [unseen, result.unseen, result.givenUnseen],
    ] as const) {
      expectNear(booster.predict(rows), expected);
      expectNear(predictProbabilities(theirs, rows), expected);
      expectNear(given, expected);
    }
  });

  it.each(seeds)('explains its predictions by the same contributions in random case %d', (seed) => {
    const { booster, unseen, classes, model } = cases[seed];
    const explainer = new TreeExplainer({ ...readXgboostJson(model), zeros: booster.settings.zeros });
    const width = unseen.columns + 1;
    const contributions = new Float64Array(unseen.rows * classes * width);
    for (let c = 0; c < classes; c++) {
      const { start, column, contribution, base } = explainer.explain(unseen, new Int32Array(unseen.rows).fill(c));
      for (let row = 0; row < unseen.rows; row++) {
        const at = (row * classes + c) * width;
        for (let i = start[row]; i < start[row + 1]; i++) contributions[at + column[i]] = contribution[i];
        contributions[at + unseen.columns] = base[row];
      }
    }
    expectNear(contributions, results[seed].givenContributions);
  });

  it('keeps how zeros are read, and the names of features, when it loads and saves our models', () => {
    for (const [seed, { givenAgain, givenNames }] of results.entries()) {
      const { model, featureNames } = cases[seed];
      expect(readXgboostJson(givenAgain)).toEqual(readXgboostJson(model));
      expect(givenNames).toEqual(featureNames ?? null);
    }
  });
});

interface TrainedCase extends XgboostCase {
  readonly booster: Booster;
}

function randomCase(seed: number): TrainedCase {
  const random = new RandomState(seed);
  const pick = <Item>(...items: readonly Item[]): Item => items[random.randint(0, items.length, 1)[0]];
  const from = (low: number, high: number): number => random.randint(low, high + 1, 1)[0];

  const classes = from(2, 5);
  const columns = from(1, 12);
  const density = pick(0.1, 0.3, 0.9, 1);
  const values = pick([1], [1, 2, 3, 4, 5], [1, 1, 1, 2, 7.5], [-2, -1, 1, 2]);
  const rows = (count: number) => randomRows(random, count, columns, density, () => pick(...values));
  const train = rows(from(5, 150));
  const settings: BoosterSettings = {
    eta: pick(0.1, 0.3, 1),
    maxDepth: from(1, 6),
    lambda: pick(0, 0.5, 1),
    gamma: pick(0, 0, 0.1, 1),
    minChildWeight: pick(0, 0.5, 1, 3),
    zeros: pick('value', 'missing'),
    treeMethod: pick('exact', 'exact', 'hist'),
  };
  // Some of the classes in some cases: the sum of a row, noise, and one class alone.
  const noise = pick(0.2, 0.5, 1);
  const known = pick(classes, classes, 1);
  const labels = Int32Array.from({ length: train.rows }, (_, row) => {
    const sum = train.value
      .subarray(train.start[row], train.start[row + 1])
      .reduce((total, x) => total + Math.abs(x), 0);
    return random.randomSample(1)[0] < noise ? from(0, known - 1) : Math.floor(sum) % known;
  });
  const weights = pick(
    undefined,
    Float32Array.from(labels, () => 0.1 + 2 * random.randomSample(1)[0]),
  );
  const featureNames = pick(
    undefined,
    Array.from({ length: columns }, (_, i) => `code ${i} @ site "${i}"`),
  );

  const rounds = from(1, 5);
  const booster = new Booster(settings, train, labels, classes, weights);
  for (let round = 0; round < rounds; round++) booster.boostRound();
  const model = writeXgboostJson({ ...booster.model, ...(featureNames && { featureNames }) });
  return { train, labels, classes, weights, unseen: rows(40), rounds, settings, model, featureNames, booster };
}

function randomRows(
  random: RandomState,
  rows: number,
  columns: number,
  density: number,
  value: () => number,
): SparseRows {
  const start = [0];
  const column: number[] = [];
  for (let row = 0; row < rows; row++) {
    random.randomSample(columns).forEach((x, c) => {
      if (x < density) column.push(c);
    });
    start.push(column.length);
  }
  const values = Float32Array.from(column, value);
  return { rows, columns, start: Int32Array.from(start), column: Int32Array.from(column), value: values };
}

function numbersOf(trees: readonly DumpedNode[][]): number[] {
  return trees.flatMap((tree) => tree.flatMap(({ numbers }) => numbers));
}

function expectNear(actual: ArrayLike<number>, expected: ArrayLike<number>): void {
  expect(actual.length).toBe(expected.length);
  const worst = Array.from(actual, (x, i) => Math.abs(x - expected[i]) / Math.max(1, Math.abs(expected[i])));
  expect(Math.max(...worst)).toBeLessThanOrEqual(tolerance);
}
