import type { SparseRows } from '../dataset/sparse-rows.ts';
import type { Attributions } from '../learning/attributions.ts';

/** Rows explained at a time. */
const together = 64;

/**
 * What each cell adds to the logarithm of a class's probability when a row's cells are added one after the other to an empty row:
 * the mean of both directions, from the first column to the last and back. The contributions and the empty row's logarithm add up to
 * the row's (they are the Shapley value's for two of the orders).
 *
 * @param predict class probabilities, all above 0, row-major [rows × classes]
 * @param classOf [rows] the class
 */
export function cellByCell(
  predict: (examples: SparseRows) => Float32Array,
  examples: SparseRows,
  classOf: Int32Array,
  classes: number,
): Attributions {
  const contribution = new Float64Array(examples.column.length);
  const base = new Float64Array(examples.rows);
  const value = new Float64Array(examples.rows);
  for (let from = 0; from < examples.rows; from += together) {
    const to = Math.min(examples.rows, from + together);
    const parts = partsOf(examples, from, to);
    const probabilities = predict(parts);
    let part = 0;
    for (let row = from; row < to; row++) {
      const cells = examples.start[row + 1] - examples.start[row];
      const logarithm = (i: number): number => Math.log(probabilities[(part + i) * classes + classOf[row]]);
      base[row] = logarithm(0);
      value[row] = logarithm(cells);
      for (let cell = 0; cell < cells; cell++) {
        const forward = logarithm(cell + 1) - logarithm(cell);
        // The parts without the first cells follow those with them.
        const without = (n: number): number => logarithm(n === 0 ? cells : n === cells ? 0 : cells + n);
        const backward = without(cell) - without(cell + 1);
        contribution[examples.start[row] + cell] = (forward + backward) / 2;
      }
      part += partCount(cells);
    }
  }
  const start = examples.start.slice(0, examples.rows + 1);
  return {
    method: 'cell-by-cell',
    rows: examples.rows,
    base,
    value,
    start,
    column: examples.column.slice(),
    contribution,
  };
}

/** Of a row of n cells: its first 0 … n cells, and all but its first 1 … n − 1. */
function partCount(cells: number): number {
  return cells + 1 + Math.max(0, cells - 1);
}

function partsOf({ columns, start, column, value }: SparseRows, from: number, to: number): SparseRows {
  const starts = [0];
  const [partColumn, partValue]: [number[], number[]] = [[], []];
  const add = (first: number, end: number): void => {
    for (let entry = first; entry < end; entry++) {
      partColumn.push(column[entry]);
      partValue.push(value[entry]);
    }
    starts.push(partColumn.length);
  };
  for (let row = from; row < to; row++) {
    const [first, end] = [start[row], start[row + 1]];
    for (let entry = first; entry <= end; entry++) add(first, entry);
    for (let entry = first + 1; entry < end; entry++) add(entry, end);
  }
  return {
    rows: starts.length - 1,
    columns,
    start: Int32Array.from(starts),
    column: Int32Array.from(partColumn),
    value: Float32Array.from(partValue),
  };
}
