import { describe, expect, it } from 'vitest';
import { planFits } from '../../src/learning/fit-plan.ts';
import { kFold, trainTestSplit } from '../../src/learning/splits.ts';
import { stratifiedKFold } from '../../src/learning/stratified-splits.ts';
import { oracle } from './files.ts';
import { expectIndexList, type IndexList } from './index-list.ts';

interface Parts {
  readonly train: IndexList;
  readonly test: IndexList;
}

interface SizeCase {
  readonly n: number;
  readonly trainTestSplit: Parts & { readonly testSize: number; readonly randomState: number };
  readonly kfold: { readonly k: number; readonly randomState: number; readonly folds: readonly Parts[] };
  readonly kfoldNoShuffle: { readonly k: number; readonly folds: readonly { readonly test: IndexList }[] };
  readonly labels: IndexList & {
    readonly formula: string;
    readonly multiplier: number;
    readonly counts: readonly number[];
  };
  readonly stratifiedKFold: {
    readonly k: number;
    readonly randomState: number;
    readonly folds: readonly Parts[];
  };
}

interface SplitsFile {
  readonly splits: readonly SizeCase[];
  readonly nested: readonly { n: number; test: IndexList; fit: IndexList; validation: IndexList }[];
  readonly stratifiedExtra: readonly {
    n: number;
    k: number;
    randomState: number;
    labels: readonly number[];
    folds: readonly { readonly test: IndexList }[];
  }[];
}

const file = oracle<SplitsFile>('splits');

describe.each(file.splits)('splits of $n rows as in scikit-learn', (size) => {
  it('gives train_test_split', () => {
    const { testSize, randomState, train, test } = size.trainTestSplit;
    const split = trainTestSplit(size.n, testSize, randomState);
    expectIndexList(split.train, train);
    expectIndexList(split.test, test);
  });

  it('gives KFold, shuffled', () => {
    const { k, randomState, folds } = size.kfold;
    const splits = kFold(size.n, k, randomState);
    expect(splits.length).toBe(folds.length);
    folds.forEach(({ train, test }, i) => {
      expectIndexList(splits[i].train, train);
      expectIndexList(splits[i].test, test);
    });
  });

  it('gives KFold, not shuffled', () => {
    const splits = kFold(size.n, size.kfoldNoShuffle.k, null);
    size.kfoldNoShuffle.folds.forEach(({ test }, i) => {
      expectIndexList(splits[i].test, test);
    });
  });

  it('gives StratifiedKFold', () => {
    const labels = labelsOf(size);
    const { k, randomState, folds } = size.stratifiedKFold;
    const stratified = stratifiedKFold(labels, k, randomState);
    expect(stratified.length).toBe(folds.length);
    folds.forEach(({ train, test }, i) => {
      expectIndexList(stratified[i].train, train);
      expectIndexList(stratified[i].test, test);
    });
  });
});

describe.each(file.nested)("the protocol's two levels on $n rows", ({ n, test, fit, validation }) => {
  it('gives the same test, training and validation rows', () => {
    const [plan] = planFits('holdout', n, { test: 0.3, folds: 5, repeats: 5, by: 'task', seed: 42 }, 0.2);
    expectIndexList(plan.evaluation, test);
    expectIndexList(plan.train, fit);
    expectIndexList(plan.validation, validation);
  });
});

describe.each(file.stratifiedExtra)('StratifiedKFold on $n shuffled labels', ({ k, randomState, labels, folds }) => {
  it('gives the same folds', () => {
    const stratified = stratifiedKFold(labels, k, randomState);
    folds.forEach(({ test }, i) => {
      expectIndexList(stratified[i].test, test);
    });
  });
});

/** The labels of a case, from its formula; checked against the list's hash. */
function labelsOf({ n, labels }: SizeCase): number[] {
  const numbers = labels.formula.match(/mod (\d+).*r<(\d+).*r<(\d+)/);
  if (!numbers) throw new Error(`The oracle's labels follow another formula: ${labels.formula}`);
  const [modulus, first, second] = numbers.slice(1).map(Number);
  const values = Array.from({ length: n }, (_, i) => {
    const r = (i * labels.multiplier) % modulus;
    if (r < first) return 0;
    return r < second ? 1 : 2;
  });
  expectIndexList(values, labels);
  return values;
}
