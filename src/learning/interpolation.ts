import { type RealArray, type RealRows, zerosLike } from './real-array.ts';

/** Lines from old rows to others, and how far along each a new row is. */
export interface Lines {
  readonly from: Int32Array;
  readonly to: Int32Array;
  /** 0 … 1 */
  readonly step: Float64Array;
}

/**
 * The matrix with one new row for each line after its own rows. Each value is computed in float64, v + step · (w − v), and
 * stored in the matrix's precision; a result of 0 is not stored.
 */
export function appendInterpolated<Values extends RealArray>(
  matrix: RealRows<Values>,
  lines: readonly Lines[],
): RealRows<Values> {
  let rows = matrix.rows;
  let entries = matrix.start[rows];
  for (const { from, to } of lines) {
    for (let i = 0; i < from.length; i++) entries += countUnion(matrix, from[i], to[i]);
    rows += from.length;
  }
  const start = new Int32Array(rows + 1);
  const column = new Int32Array(entries);
  const value = zerosLike(matrix.value, entries);
  let row = matrix.rows;
  let end = matrix.start[row];
  start.set(matrix.start.subarray(0, row + 1));
  column.set(matrix.column.subarray(0, end));
  value.set(matrix.value.subarray(0, end));

  for (const { from, to, step } of lines) {
    for (let i = 0; i < step.length; i++) {
      const endA = matrix.start[from[i] + 1];
      const endB = matrix.start[to[i] + 1];
      let a = matrix.start[from[i]];
      let b = matrix.start[to[i]];
      while (a < endA || b < endB) {
        const columnA = a < endA ? matrix.column[a] : matrix.columns;
        const columnB = b < endB ? matrix.column[b] : matrix.columns;
        const v = columnA <= columnB ? matrix.value[a++] : 0;
        const w = columnB <= columnA ? matrix.value[b++] : 0;
        column[end] = Math.min(columnA, columnB);
        value[end] = v + step[i] * (w - v);
        if (value[end] !== 0) end++;
      }
      start[++row] = end;
    }
  }
  return { rows, columns: matrix.columns, start, column: column.slice(0, end), value: value.slice(0, end) as Values };
}

/** Number of columns that occur in at least one of two rows. */
function countUnion({ start, column }: RealRows<RealArray>, rowA: number, rowB: number): number {
  let count = start[rowA + 1] - start[rowA] + start[rowB + 1] - start[rowB];
  for (let a = start[rowA], b = start[rowB]; a < start[rowA + 1] && b < start[rowB + 1]; ) {
    const difference = column[a] - column[b];
    if (difference === 0) count--;
    if (difference <= 0) a++;
    if (difference >= 0) b++;
  }
  return count;
}
