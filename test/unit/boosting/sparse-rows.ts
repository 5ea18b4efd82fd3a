import type { SparseRows } from '../../../src/dataset/sparse-rows.ts';

/** Sparse rows of dense ones: null = no entry; a zero is stored. */
export function sparseRows(rows: readonly (readonly (number | null)[])[], columns = rows[0].length): SparseRows {
  const entries = rows.map((row) => row.flatMap((value, column) => (value === null ? [] : [{ column, value }])));
  const start = [0];
  for (const row of entries) start.push(start[start.length - 1] + row.length);
  return {
    rows: rows.length,
    columns,
    start: Int32Array.from(start),
    column: Int32Array.from(entries.flat(), ({ column }) => column),
    value: Float32Array.from(entries.flat(), ({ value }) => value),
  };
}
