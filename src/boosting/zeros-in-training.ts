import type { BoostedTrees } from './trees.ts';

/** What the splits of a model reveal about its training matrix. */
export interface ZerosInTraining {
  readonly reading: 'value' | 'missing';
  /** The reason, part of a sentence. */
  readonly why: string;
}

/**
 * Whether a model of counts (≥ 0) was trained on a dense matrix, whose zeros are numbers, or on a sparse one, whose zeros are
 * missing values. In a dense matrix nothing is missing: XGBoost then gives every split the same default direction. And a split
 * below or above all values of a column does not separate counts, only counts from missing values.
 */
export function zerosInTraining({ trees }: BoostedTrees): ZerosInTraining {
  let [lefts, rights] = [0, 0];
  let outside: number | undefined;
  for (const { left, defaultLeft, threshold } of trees) {
    for (let node = 0; node < left.length; node++) {
      if (left[node] < 0) continue;
      if (defaultLeft[node] === 1) lefts++;
      else rights++;
      if (threshold[node] <= 0 || isAboveAll(threshold[node])) outside ??= threshold[node];
    }
  }
  if (outside !== undefined) {
    const at = Number(outside.toPrecision(8));
    return { reading: 'missing', why: `a split at ${at} does not separate counts, only counts from missing values` };
  }
  if (lefts > 0 && rights > 0) {
    return {
      reading: 'missing',
      why: 'the splits send missing values to different sides, as in training on a sparse matrix',
    };
  }
  if (lefts === 0 && rights === 0) return { reading: 'value', why: 'no tree has a split, so it makes no difference' };
  const side = lefts > 0 ? 'left' : 'right';
  return {
    reading: 'value',
    why: `every split sends missing values to the ${side}, as in training on a dense matrix, which has none`,
  };
}

/**
 * Whether a threshold is the one that XGBoost sets above a column's largest value v: v + (|v| + ε), in float32, ε = 10⁻⁵
 * (`hist`, `approx`) or 10⁻⁶ (`exact`). Other thresholds are counts or midpoints between two counts.
 */
function isAboveAll(threshold: number): boolean {
  return [1e-5, 1e-6].some((epsilon) => {
    const half = (threshold - epsilon) / 2;
    // A count, or ln(1 + count).
    return [Math.round(half), Math.log1p(Math.round(Math.expm1(half)))].some((largest) => {
      const value = Math.fround(largest);
      return value > 0 && threshold === Math.fround(value + Math.fround(value + Math.fround(epsilon)));
    });
  });
}
