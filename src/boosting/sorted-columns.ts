import type { SparseRows } from '../dataset/sparse-rows.ts';
import type { ZeroReading } from './settings.ts';

/**
 * The columns that have entries, in ascending order. The entries of the i-th are those at start[i] … start[i + 1] − 1,
 * by ascending value and then by ascending row; where zeros are values, stored ones are left out as well.
 */
export interface SortedColumns {
  readonly rows: number;
  /** [columns] number of the column in the matrix. */
  readonly feature: Int32Array;
  /** [columns + 1] */
  readonly start: Int32Array;
  /** [entries] */
  readonly row: Int32Array;
  /** [entries] */
  readonly value: Float32Array;
}

/** Time and memory are proportional to the entries. @throws RangeError if a value is not finite */
export function sortColumns(examples: SparseRows, zeros: ZeroReading): SortedColumns {
  const rowOf = new Int32Array(examples.value.length);
  const size = new Int32Array(examples.columns);
  let entries = 0;
  const kept = new Int32Array(examples.value.length);
  for (let row = 0; row < examples.rows; row++) {
    for (let e = examples.start[row]; e < examples.start[row + 1]; e++) {
      const value = examples.value[e];
      if (!Number.isFinite(value)) {
        throw new RangeError(
          `Trees learn from finite numbers, but row ${row}, column ${examples.column[e]} is ${value}.`,
        );
      }
      if (value === 0 && zeros === 'value') continue;
      rowOf[e] = row;
      size[examples.column[e]]++;
      kept[entries++] = e;
    }
  }

  const feature = Int32Array.from(usedColumns(size));
  const start = new Int32Array(feature.length + 1);
  const next = new Int32Array(examples.columns);
  for (let i = 0; i < feature.length; i++) {
    next[feature[i]] = start[i];
    start[i + 1] = start[i] + size[feature[i]];
  }
  const row = new Int32Array(entries);
  const value = new Float32Array(entries);
  for (const e of orderByValue(examples.value, kept.subarray(0, entries))) {
    const place = next[examples.column[e]]++;
    row[place] = rowOf[e];
    value[place] = examples.value[e];
  }
  return { rows: examples.rows, feature, start, row, value };
}

/** The first place from `from` on whose value is greater than `bound`, or `to`; the values ascend. */
export function firstAbove(bound: number, values: Float32Array, from: number, to: number): number {
  let low = from;
  let high = to;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (values[middle] > bound) high = middle;
    else low = middle + 1;
  }
  return low;
}

function* usedColumns(size: Int32Array): Iterable<number> {
  for (let column = 0; column < size.length; column++) {
    if (size[column] > 0) yield column;
  }
}

/** The given places by ascending value, equal ones in their order: a radix sort of the float32 bits, 16 at a time. */
function orderByValue(values: Float32Array, places: Int32Array): Int32Array {
  const bits = new Uint32Array(values.buffer, values.byteOffset, values.length);
  let from: Int32Array = places;
  let to: Int32Array = new Int32Array(places.length);
  for (const shift of [0, 16]) {
    const next = new Int32Array(0x10001);
    for (const place of from) next[((ascendingBits(bits[place]) >>> shift) & 0xffff) + 1]++;
    for (let digit = 0; digit < 0x10000; digit++) next[digit + 1] += next[digit];
    for (const place of from) to[next[(ascendingBits(bits[place]) >>> shift) & 0xffff]++] = place;
    [from, to] = [to, from];
  }
  return from;
}

/** Whole numbers, read unsigned, in the order of the float32 numbers of these bits; −0 is 0. */
function ascendingBits(bits: number): number {
  return bits > 0x80000000 ? ~bits : bits | 0x80000000;
}
