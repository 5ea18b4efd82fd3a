import { InputError } from '../dataset/input-error.ts';
import { RandomState } from './random.ts';
import { requireFolds, requireParts, type Split, splitsByFold } from './splits.ts';

/**
 * scikit-learn's `train_test_split(test_size, stratify, random_state)`: every class has its share of the rows in both parts, which
 * are in random order. A class with a single row, which scikit-learn refuses, is trained on.
 *
 * @param labels    [rows] class of each row, in any numbering
 * @param testShare share of the rows to test on, between 0 and 1
 * @throws InputError if a part would have fewer rows than there are classes
 */
export function stratifiedSplit(labels: ArrayLike<number>, testShare: number, seed: number): Split {
  const testSize = requireParts(labels.length, testShare, 'examples');
  const all = [...rowsByClass(labels)].sort(([a], [b]) => a - b).map(([, rows]) => rows);
  const single = all.filter((rows) => rows.length === 1).flat();
  const classes = all.filter((rows) => rows.length > 1);
  const trainSize = labels.length - testSize - single.length;
  if (Math.min(trainSize, testSize) < classes.length) {
    throw new InputError(
      `a stratified split of ${labels.length} examples with a share of ${testShare} leaves a part with fewer examples than the ${classes.length} classes: too few examples`,
    );
  }
  const random = new RandomState(seed);
  const counts = classes.map((rows) => rows.length);
  const trained = shareOut(counts, trainSize, random);
  const tested = shareOut(
    counts.map((count, i) => count - trained[i]),
    testSize,
    random,
  );
  const [train, test]: [number[], number[]] = [[], []];
  for (const [i, rows] of classes.entries()) {
    const order = random.permutation(rows.length);
    for (const place of order.subarray(0, trained[i])) train.push(rows[place]);
    for (const place of order.subarray(trained[i], trained[i] + tested[i])) test.push(rows[place]);
  }
  random.shuffle(train);
  random.shuffle(test);
  return { train: Int32Array.from([...train, ...single]), test: Int32Array.from(test) };
}

/**
 * scikit-learn's `StratifiedKFold(n_splits, shuffle=True, random_state)`: folds that share out every class as evenly as
 * possible. Rows are ascending in every part. A class with fewer rows than folds is missing in some of them.
 *
 * @param labels [rows] class of each row, in any numbering
 * @throws InputError if no class has as many rows as there are folds
 */
export function stratifiedKFold(labels: ArrayLike<number>, folds: number, seed: number): Split[] {
  requireFolds(labels.length, folds, 'examples');
  const classes = rowsByClass(labels);
  if ([...classes.values()].every((rows) => rows.length < folds)) {
    throw new InputError(`no class has ${folds} examples, one for each of the ${folds} stratified folds`);
  }
  const random = new RandomState(seed);
  const foldOf = new Int32Array(labels.length);
  let first = 0;
  for (const rows of classes.values()) {
    // All labels sorted by class are dealt out in turn: fold i gets the places i, i + folds, i + 2 · folds …
    const dealt = rows.map((_, i) => (first + i) % folds).sort((a, b) => a - b);
    random.shuffle(dealt);
    rows.forEach((row, i) => {
      foldOf[row] = dealt[i];
    });
    first += rows.length;
  }
  return splitsByFold(foldOf, folds);
}

/** The rows of each class, in order of first appearance. */
function rowsByClass(labels: ArrayLike<number>): Map<number, number[]> {
  const rowsOf = new Map<number, number[]>();
  for (let row = 0; row < labels.length; row++) {
    const rows = rowsOf.get(labels[row]);
    if (rows) rows.push(row);
    else rowsOf.set(labels[row], [row]);
  }
  return rowsOf;
}

/**
 * scikit-learn's `_approximate_mode`: how many of `draws` rows each class gets. Those that are left after rounding down go to the
 * classes with the largest remainders; equal remainders are drawn by lot.
 */
function shareOut(counts: readonly number[], draws: number, random: RandomState): number[] {
  const total = counts.reduce((sum, count) => sum + count, 0);
  const exact = counts.map((count) => (count / total) * draws);
  const shares = exact.map(Math.floor);
  let left = draws - shares.reduce((sum, share) => sum + share, 0);
  const remainders = exact.map((share) => share - Math.floor(share));
  for (const remainder of [...new Set(remainders)].sort((a, b) => b - a)) {
    if (left === 0) break;
    const tied = remainders.flatMap((one, i) => (one === remainder ? [i] : []));
    const drawn = random.permutation(tied.length).subarray(0, Math.min(tied.length, left));
    for (const place of drawn) shares[tied[place]]++;
    left -= drawn.length;
  }
  return shares;
}
