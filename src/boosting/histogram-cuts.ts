import type { ZeroReading } from './settings.ts';
import { firstAbove, type SortedColumns } from './sorted-columns.ts';

/** XGBoost's default number of bins; with more distinct values it would keep quantiles. */
const maxValues = 256;

/** The distinct values of each sorted column: those at start[i] … start[i + 1] − 1, ascending. */
export interface HistogramCuts {
  readonly start: Int32Array;
  readonly value: Float32Array;
}

/**
 * The values between which `hist` cuts. Rows of weight 0 do not count.
 *
 * @param rowWeights [rows], or undefined for 1 each
 * @throws RangeError if a column has more than 256 distinct values
 */
export function findCuts(
  columns: SortedColumns,
  zeros: ZeroReading,
  rowWeights: Float32Array | undefined,
): HistogramCuts {
  const weighs = (row: number) => rowWeights === undefined || rowWeights[row] > 0;
  let weighing = 0;
  for (let row = 0; row < columns.rows; row++) weighing += weighs(row) ? 1 : 0;

  const start = [0];
  const value: number[] = [];
  columns.feature.forEach((feature, i) => {
    const distinct = new Set<number>();
    let present = 0;
    for (let e = columns.start[i]; e < columns.start[i + 1]; e++) {
      if (!weighs(columns.row[e])) continue;
      present++;
      distinct.add(columns.value[e]);
    }
    if (zeros === 'value' && present < weighing) distinct.add(0);
    if (distinct.size > maxValues) {
      throw new RangeError(
        `The tree method hist takes at most ${maxValues} distinct values in a column, but column ${feature} has ${distinct.size}; exact takes any number.`,
      );
    }
    for (const x of Float32Array.from(distinct).sort()) value.push(x);
    start.push(value.length);
  });
  return { start: Int32Array.from(start), value: Float32Array.from(value) };
}

const gap = Math.fround(1e-5);

/**
 * Threshold of a split with missing values on the right: the next value above the left side, or something above all.
 *
 * @param column index into the sorted columns
 * @param below  largest value on the left
 */
export function cutAbove({ start, value }: HistogramCuts, column: number, below: number): number {
  const end = start[column + 1];
  const next = firstAbove(below, value, start[column], end);
  if (next < end) return value[next];
  const largest = end > start[column] ? value[end - 1] : below;
  return Math.fround(largest + (Math.abs(largest) + gap));
}

/**
 * Threshold of a split with missing values on the left: the smallest value on the right, or something below all.
 *
 * @param column index into the sorted columns
 * @param above  smallest value on the right
 */
export function cutBelow({ start, value }: HistogramCuts, column: number, above: number): number {
  const smallest = start[column + 1] > start[column] ? value[start[column]] : above;
  if (above > smallest) return above;
  return Math.fround(smallest - (Math.abs(smallest) + gap));
}
