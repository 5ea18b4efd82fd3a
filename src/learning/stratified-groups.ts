import { spreadOf } from '../measures/spread.ts';
import { RandomState } from './random.ts';
import { requireFolds, requireParts, type Split, splitsByFold } from './splits.ts';

/*
 * Splits that keep the members of a group (the tasks of one workflow) on one side and share out every class as evenly as they can.
 * The rule is that of scikit-learn's `StratifiedGroupKFold`: the groups, in random order and then from the most uneven to the most
 * even, go one by one to the part with which the classes are spread most evenly. The order is drawn for the groups themselves
 * (scikit-learn 1.2 shuffles their counts, which then belong to other groups). Rows are ascending in every part.
 */

/**
 * @param groups    [rows] group of each row
 * @param labels    [rows] class of each row
 * @param testShare share of each class to test on, between 0 and 1
 * @throws InputError if there are fewer than two groups
 */
export function stratifiedGroupSplit(
  groups: ArrayLike<number>,
  labels: ArrayLike<number>,
  testShare: number,
  seed: number,
): Split {
  requireParts(new Set(Array.from(groups)).size, testShare, 'workflows');
  const [, split] = splitsByFold(deal(groups, labels, [1 - testShare, testShare], seed), 2);
  return split;
}

/** @throws InputError if there are fewer than two folds, or fewer groups than folds */
export function stratifiedGroupKFold(
  groups: ArrayLike<number>,
  labels: ArrayLike<number>,
  folds: number,
  seed: number,
): Split[] {
  requireFolds(new Set(Array.from(groups)).size, folds, 'workflows');
  return splitsByFold(deal(groups, labels, new Array(folds).fill(1 / folds), seed), folds);
}

/** @param shares of the parts, together 1 @returns [rows] part of each row */
function deal(
  groups: ArrayLike<number>,
  labels: ArrayLike<number>,
  shares: readonly number[],
  seed: number,
): Int32Array {
  const { counts, totals } = countClasses(groups, labels);
  const order = [...counts.keys()].sort((a, b) => a - b);
  new RandomState(seed).shuffle(order);
  const unevenness = new Map([...counts].map(([group, count]) => [group, spreadOf(count).std]));
  order.sort((a, b) => (unevenness.get(b) ?? 0) - (unevenness.get(a) ?? 0));
  const parts = shares.map((share) => new Part(share, totals));
  const partOf = new Map<number, number>();
  for (const [place, group] of order.entries()) {
    const count = counts.get(group) ?? [];
    // No part may stay empty, so the last groups go to those that are.
    const empty = parts.filter(({ size }) => size === 0);
    const open = empty.length >= order.length - place ? empty : parts;
    const best = bestPart(parts, open, count);
    best.add(count);
    partOf.set(group, parts.indexOf(best));
  }
  return Int32Array.from(groups, (group) => partOf.get(group) ?? 0);
}

/** A part and the rows of each class that it has so far. */
class Part {
  size = 0;
  /** [classes] rows of each class, as a multiple of what the part should have in the end. */
  readonly filled: Float64Array;
  readonly #wanted: Float64Array;

  constructor(share: number, totals: readonly number[]) {
    this.#wanted = Float64Array.from(totals, (total) => total * share);
    this.filled = new Float64Array(totals.length);
  }

  add(count: readonly number[], sign: 1 | -1 = 1): void {
    count.forEach((rows, label) => {
      this.size += sign * rows;
      this.filled[label] += (sign * rows) / this.#wanted[label];
    });
  }
}

/** The part with which the classes are spread most evenly; of equal ones the smallest, then the first. */
function bestPart(parts: readonly Part[], open: readonly Part[], count: readonly number[]): Part {
  const spreads = open.map((part) => {
    part.add(count);
    let spread = 0;
    for (let label = 0; label < count.length; label++) spread += spreadOf(parts.map(({ filled }) => filled[label])).std;
    part.add(count, -1);
    return spread;
  });
  const least = Math.min(...spreads);
  const equal = open.filter((_, i) => spreads[i] <= least * (1 + 1e-9));
  return equal.reduce((best, part) => (part.size < best.size ? part : best));
}

function countClasses(groups: ArrayLike<number>, labels: ArrayLike<number>) {
  const number = new Map(
    [...new Set(Array.from(labels))].sort((a, b) => a - b).map((label, place) => [label, place] as const),
  );
  const totals = new Array<number>(number.size).fill(0);
  const counts = new Map<number, number[]>();
  for (let row = 0; row < groups.length; row++) {
    const label = number.get(labels[row]) ?? 0;
    const count = counts.get(groups[row]) ?? new Array<number>(number.size).fill(0);
    count[label]++;
    totals[label]++;
    counts.set(groups[row], count);
  }
  return { counts, totals };
}
