import type { SparseRows } from '../../src/dataset/sparse-rows.ts';
import type { RealArray, RealRows } from '../../src/learning/real-array.ts';

export type Entry = readonly [column: number, value: number];

/** `Float32Array` or `Float64Array`. */
export interface Precision<Values extends RealArray> {
  from(values: readonly number[]): Values;
}

/** Sparse rows of their entries, given in any order. */
export function rowsOfEntries(rows: readonly (readonly Entry[])[], columns: number): SparseRows {
  return compress(
    rows.map((row) => row.toSorted(([a], [b]) => a - b)),
    columns,
    Float32Array,
  );
}

/** Sparse rows of dense ones: null = no entry; a zero is stored. */
export function sparseRows(rows: readonly (readonly (number | null)[])[], columns = rows[0].length): SparseRows {
  const entries = rows.map((row) => row.flatMap((value, column): Entry[] => (value === null ? [] : [[column, value]])));
  return compress(entries, columns, Float32Array);
}

/** Sparse rows of dense ones, without their zeros. */
export function nonZeroRows<Values extends RealArray>(
  rows: readonly (readonly number[])[],
  precision: Precision<Values>,
): RealRows<Values> {
  const entries = rows.map((row) => row.flatMap((value, column): Entry[] => (value === 0 ? [] : [[column, value]])));
  return compress(entries, rows[0]?.length ?? 0, precision);
}

/** [rows][columns], 0 where there is no entry. */
export function denseRows({ rows, columns, start, column, value }: RealRows<RealArray>): number[][] {
  return Array.from({ length: rows }, (_, row) => {
    const dense = new Array<number>(columns).fill(0);
    for (let e = start[row]; e < start[row + 1]; e++) dense[column[e]] = value[e];
    return dense;
  });
}

function compress<Values extends RealArray>(
  rows: readonly (readonly Entry[])[],
  columns: number,
  precision: Precision<Values>,
): RealRows<Values> {
  const start = [0];
  for (const row of rows) start.push(start[start.length - 1] + row.length);
  const entries = rows.flat();
  return {
    rows: rows.length,
    columns,
    start: Int32Array.from(start),
    column: Int32Array.from(entries, ([column]) => column),
    value: precision.from(entries.map(([, value]) => value)),
  };
}
