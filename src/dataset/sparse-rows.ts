/**
 * A matrix in compressed sparse rows: the entries of row r are those at start[r] … start[r + 1] − 1, columns ascending
 * and without repetition, no stored zeros unless stated otherwise.
 */
export interface SparseRows {
  readonly rows: number;
  readonly columns: number;
  /** [rows + 1] */
  readonly start: Int32Array;
  /** [entries] */
  readonly column: Int32Array;
  /** [entries] */
  readonly value: Float32Array;
}

/** The given rows, in the given order (repetitions allowed), as a new matrix: [picked.length × columns]. */
export function selectRows(matrix: SparseRows, picked: ArrayLike<number>): SparseRows {
  const start = new Int32Array(picked.length + 1);
  for (let i = 0; i < picked.length; i++) {
    const row = picked[i];
    start[i + 1] = start[i] + matrix.start[row + 1] - matrix.start[row];
  }
  const column = new Int32Array(start[picked.length]);
  const value = new Float32Array(start[picked.length]);
  for (let i = 0; i < picked.length; i++) {
    const from = matrix.start[picked[i]];
    const to = matrix.start[picked[i] + 1];
    column.set(matrix.column.subarray(from, to), start[i]);
    value.set(matrix.value.subarray(from, to), start[i]);
  }
  return { rows: picked.length, columns: matrix.columns, start, column, value };
}
