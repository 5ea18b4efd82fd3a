import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { InputError } from '../../../src/dataset/input-error.ts';
import { kFold, latestSplit, type Split, timeFolds, trainTestSplit } from '../../../src/learning/splits.ts';
import { expectPartition } from './partition.ts';

const seeds = fc.integer({ min: 0, max: 2 ** 32 - 1 });

describe('trainTestSplit', () => {
  it('gives every row to one part, ⌈n · share⌉ of them to the test part', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 2, max: 500 }),
        fc.double({ min: 0.01, max: 0.5, noNaN: true }),
        seeds,
        (n, share, seed) => {
          const split = trainTestSplit(n, share, seed);
          expectPartition(n, [split.train, split.test]);
          expect(split.test.length).toBe(Math.ceil(n * share));
        },
      ),
    );
  });

  it('refuses to leave a part empty', () => {
    expect(() => trainTestSplit(1, 0.3, 42)).toThrow(InputError);
    expect(() => trainTestSplit(0, 0.3, 42)).toThrow(InputError);
    expect(() => trainTestSplit(3, 0.9, 42)).toThrow(
      'setting aside a share of 0.9 of 3 examples leaves one part empty: too few examples',
    );
  });

  it('refuses shares that are none', () => {
    for (const share of [0, 1, -0.1, Number.NaN])
      expect(() => trainTestSplit(10, share, 42)).toThrow('between 0 and 1');
  });
});

describe('kFold', () => {
  it('tests every row once, in folds that differ by at most one row', () => {
    fc.assert(
      fc.property(fc.integer({ min: 2, max: 12 }), fc.nat(300), fc.option(seeds), (folds, more, seed) => {
        const n = folds + more;
        const splits = kFold(n, folds, seed);
        expectFolds(n, splits);
        const sizes = splits.map((split) => split.test.length);
        expect(Math.max(...sizes) - Math.min(...sizes)).toBeLessThanOrEqual(1);
      }),
    );
  });

  it('takes the rows as they come without a seed', () => {
    expect(kFold(5, 2, null).map((split) => [...split.test])).toEqual([
      [0, 1, 2],
      [3, 4],
    ]);
  });

  it('refuses more folds than examples, and fewer than two', () => {
    expect(() => kFold(4, 5, 42)).toThrow('5 folds need at least 5 examples, but there are 4');
    expect(() => kFold(4, 1, 42)).toThrow(InputError);
    expect(() => kFold(4, 2.5, 42)).toThrow(InputError);
  });
});

function expectFolds(n: number, splits: readonly Split[]): void {
  for (const { train, test } of splits) expectPartition(n, [train, test]);
  expectPartition(
    n,
    splits.map((split) => split.test),
  );
}

describe('splits in the order of the rows', () => {
  it('sets the last rows aside, as many as trainTestSplit', () => {
    const { train, test } = latestSplit(10, 0.25);
    expect([[...train], [...test]]).toEqual([
      [0, 1, 2, 3, 4, 5, 6],
      [7, 8, 9],
    ]);
    expect(() => latestSplit(1, 0.5)).toThrow('leaves one part empty');
  });

  it('gives the folds of TimeSeriesSplit', () => {
    // sklearn.model_selection.TimeSeriesSplit(n_splits=3).split(range(10)), scikit-learn 1.2.1
    const folds = timeFolds(10, 3).map(({ train, test }) => [train.length, [...test]]);
    expect(folds).toEqual([
      [4, [4, 5]],
      [6, [6, 7]],
      [8, [8, 9]],
    ]);
    expect(() => timeFolds(3, 3)).toThrow('3 folds need at least 3');
  });
});
