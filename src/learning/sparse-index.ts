import type { RealArray, RealRows } from './real-array.ts';

/** Sparse rows by column, so that the squared distances of any row to all of them follow the non-zeros. */
export class SparseIndex {
  /** [rows] squared length of each row. */
  readonly #squaredNorm: Float64Array;
  /** [columns + 1] where each column's entries begin. */
  readonly #columnStart: Int32Array;
  /** [entries] row (place in `rows`) of each entry, column by column, ascending. */
  readonly #entryRow: Int32Array;
  /** [entries] */
  readonly #entryValue: Float64Array;
  /** [rows] the latest distances. */
  readonly #distance: Float64Array;

  /** @param rows those of the matrix that are indexed; their places in this list are their numbers here */
  constructor(matrix: RealRows<RealArray>, rows: ArrayLike<number>) {
    this.#squaredNorm = new Float64Array(rows.length);
    this.#distance = new Float64Array(rows.length);
    this.#columnStart = new Int32Array(matrix.columns + 1);
    const start = this.#columnStart;
    for (let place = 0; place < rows.length; place++) {
      for (let e = matrix.start[rows[place]]; e < matrix.start[rows[place] + 1]; e++) start[matrix.column[e] + 1]++;
    }
    for (let column = 0; column < matrix.columns; column++) start[column + 1] += start[column];
    this.#entryRow = new Int32Array(start[matrix.columns]);
    this.#entryValue = new Float64Array(this.#entryRow.length);
    const next = start.slice();
    for (let place = 0; place < rows.length; place++) {
      for (let e = matrix.start[rows[place]]; e < matrix.start[rows[place] + 1]; e++) {
        const entry = next[matrix.column[e]]++;
        this.#entryRow[entry] = place;
        this.#entryValue[entry] = matrix.value[e];
        this.#squaredNorm[place] += matrix.value[e] * matrix.value[e];
      }
    }
  }

  /**
   * Squared Euclidean distances to a row of any matrix with the same columns, [rows]; overwritten by the next call. The order of
   * the sums is scikit-learn's, which its ties depend on.
   */
  squaredDistances({ start, column, value }: RealRows<RealArray>, row: number): Float64Array {
    const distance = this.#distance.fill(0);
    const [columnStart, entryRow, entryValue] = [this.#columnStart, this.#entryRow, this.#entryValue];
    let squaredNorm = 0;
    for (let e = start[row]; e < start[row + 1]; e++) {
      const factor = -2 * value[e];
      squaredNorm += value[e] * value[e];
      const end = columnStart[column[e] + 1];
      for (let entry = columnStart[column[e]]; entry < end; entry++) {
        distance[entryRow[entry]] += factor * entryValue[entry];
      }
    }
    for (let other = 0; other < distance.length; other++) {
      distance[other] = squaredNorm + distance[other] + this.#squaredNorm[other];
    }
    return distance;
  }
}
