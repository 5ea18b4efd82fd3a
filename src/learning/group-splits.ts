import { kFold, requireFolds, requireParts, type Split, trainTestSplit } from './splits.ts';

/*
 * Splits that keep the members of a group (the tasks of one workflow) on one side: the groups, in ascending order of
 * their numbers, are split by the rules for rows. The shares are therefore shares of the groups, not of the rows. Rows
 * are ascending in every part.
 */

/**
 * The rows of `trainTestSplit` over the groups. The same as the first split of scikit-learn's
 * `GroupShuffleSplit(test_size, random_state)`.
 *
 * @param groups    [rows] group number of each row
 * @param testShare share of the groups to test on, between 0 and 1
 * @throws InputError if a part would be empty
 */
export function groupSplit(groups: ArrayLike<number>, testShare: number, seed: number): Split {
  const { groupOf, count } = numberGroups(groups);
  requireParts(count, testShare, 'workflows');
  return rowsOfSplit(groupOf, trainTestSplit(count, testShare, seed), count);
}

/**
 * The rows of `kFold` over the groups, shuffled. The same as `GroupKFold(n_splits, shuffle=True, random_state)` of
 * scikit-learn 1.6 and later; earlier versions dealt the groups out by size, without a seed.
 *
 * @param groups [rows] group number of each row
 * @throws InputError if there are fewer than two folds, or fewer groups than folds
 */
export function groupKFold(groups: ArrayLike<number>, folds: number, seed: number): Split[] {
  const { groupOf, count } = numberGroups(groups);
  requireFolds(count, folds, 'workflows');
  return kFold(count, folds, seed).map((split) => rowsOfSplit(groupOf, split, count));
}

/** Numbers the groups 0 … count − 1 in ascending order. */
function numberGroups(groups: ArrayLike<number>): { readonly groupOf: Int32Array; readonly count: number } {
  const numbers = Int32Array.from(new Set(Array.from(groups))).sort();
  const numberOf = new Map(Array.from(numbers, (group, number) => [group, number]));
  const groupOf = Int32Array.from(groups, (group) => numberOf.get(group) ?? 0);
  return { groupOf, count: numbers.length };
}

function rowsOfSplit(groupOf: Int32Array, groups: Split, count: number): Split {
  const tested = new Uint8Array(count);
  for (const group of groups.test) tested[group] = 1;
  const rows = Int32Array.from(groupOf, (_, row) => row);
  return {
    train: rows.filter((row) => tested[groupOf[row]] === 0),
    test: rows.filter((row) => tested[groupOf[row]] === 1),
  };
}
