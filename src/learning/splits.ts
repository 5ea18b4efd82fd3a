import { InputError } from '../dataset/input-error.ts';
import { RandomState } from './random.ts';

/** Two sets of row numbers without a row in common. */
export interface Split {
  readonly train: Int32Array;
  readonly test: Int32Array;
}

/**
 * scikit-learn's `train_test_split(test_size, random_state)` on n rows: a permutation of which the first ⌈n · share⌉
 * rows are the test part. Both parts stay in the permutation's order.
 *
 * @param testShare share of the rows to test on, between 0 and 1
 * @throws InputError if a part would be empty
 */
export function trainTestSplit(n: number, testShare: number, seed: number): Split {
  const testSize = requireParts(n, testShare, 'examples');
  const order = new RandomState(seed).permutation(n);
  return { train: order.slice(testSize), test: order.slice(0, testSize) };
}

/**
 * scikit-learn's `KFold(n_splits, shuffle, random_state)` on n rows: consecutive slices of the (shuffled) rows, the first
 * n mod folds of them one row longer. Rows are ascending in every part.
 *
 * @param seed null = not shuffled
 * @throws InputError if there are fewer than two folds, or fewer rows than folds
 */
export function kFold(n: number, folds: number, seed: number | null): Split[] {
  requireFolds(n, folds, 'examples');
  const order = seed === null ? Int32Array.from({ length: n }, (_, row) => row) : new RandomState(seed).permutation(n);
  const foldOf = new Int32Array(n);
  for (let fold = 0, start = 0; fold < folds; fold++) {
    const size = Math.floor(n / folds) + (fold < n % folds ? 1 : 0);
    for (const row of order.subarray(start, start + size)) foldOf[row] = fold;
    start += size;
  }
  return splitsByFold(foldOf, folds);
}

/** The last ⌈n · share⌉ rows in order. @throws InputError if a part would be empty */
export function latestSplit(n: number, testShare: number): Split {
  const from = n - requireParts(n, testShare, 'examples');
  const rows = Int32Array.from({ length: n }, (_, row) => row);
  return { train: rows.slice(0, from), test: rows.slice(from) };
}

/**
 * scikit-learn's `TimeSeriesSplit(n_splits)` on n rows in order: each fold tests on the ⌊n / (folds + 1)⌋ rows that follow those
 * it trains on, which are all rows before.
 *
 * @throws InputError if there are fewer than two folds, or too few rows for the folds
 */
export function timeFolds(n: number, folds: number): Split[] {
  requireFolds(n - 1, folds, 'examples after the first');
  const size = Math.floor(n / (folds + 1));
  const rows = Int32Array.from({ length: n }, (_, row) => row);
  return Array.from({ length: folds }, (_, fold) => {
    const from = n - (folds - fold) * size;
    return { train: rows.slice(0, from), test: rows.slice(from, from + size) };
  });
}

/**
 * The size of the test part, ⌈n · share⌉.
 *
 * @throws InputError unless both parts have at least one member
 */
export function requireParts(n: number, testShare: number, what: string): number {
  if (!(testShare > 0 && testShare < 1)) {
    throw new InputError(`the share of ${what} to set aside must be between 0 and 1, but is ${testShare}`);
  }
  const testSize = Math.ceil(n * testShare);
  if (testSize === 0 || testSize === n) {
    throw new InputError(
      `setting aside a share of ${testShare} of ${n} ${what} leaves one part empty: too few ${what}`,
    );
  }
  return testSize;
}

/** @throws InputError unless 2 ≤ folds ≤ n */
export function requireFolds(n: number, folds: number, what: string): void {
  if (!Number.isInteger(folds) || folds < 2) {
    throw new InputError(`cross-validation needs a whole number of at least 2 folds, but got ${folds}`);
  }
  if (n < folds) throw new InputError(`${folds} folds need at least ${folds} ${what}, but there are ${n}`);
}

/** @param foldOf [rows] fold that tests each row */
export function splitsByFold(foldOf: Int32Array, folds: number): Split[] {
  const rows = Int32Array.from(foldOf, (_, row) => row);
  return Array.from({ length: folds }, (_, fold) => ({
    train: rows.filter((row) => foldOf[row] !== fold),
    test: rows.filter((row) => foldOf[row] === fold),
  }));
}
