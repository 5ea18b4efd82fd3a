import { describe, expect, it } from 'vitest';
import { planFits } from '../../src/learning/fit-plan.ts';
import { kFold, trainTestSplit } from '../../src/learning/splits.ts';
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
}

interface SplitsFile {
  readonly splits: readonly SizeCase[];
  readonly nested: readonly { n: number; test: IndexList; fit: IndexList; validation: IndexList }[];
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
});

describe.each(file.nested)("the protocol's two levels on $n rows", ({ n, test, fit, validation }) => {
  it('gives the same test, training and validation rows', () => {
    const [plan] = planFits('holdout', n, { test: 0.3, folds: 5, repeats: 5, by: 'task', seed: 42 }, 0.2);
    expectIndexList(plan.evaluation, test);
    expectIndexList(plan.train, fit);
    expectIndexList(plan.validation, validation);
  });
});
