import { NearestHeap } from './nearest-heap.ts';
import type { RealArray, RealRows } from './real-array.ts';

/** Up to this many rows, scikit-learn's search is parallel over the candidates and merges the threads' heaps. */
const mergedUpTo = 1024;

/**
 * Finds the nearest neighbours (Euclidean) of some rows of a sparse matrix among each other. The distances of a row to all
 * others come from lists of the rows that use each column, so the work follows the non-zeros.
 *
 * Ties are decided as in the brute-force search of scikit-learn 1.2.1 on float64 data with one thread: the k + 1 nearest are
 * kept in a heap, row after row; up to 1024 rows that heap is poured into a second, as the search merges the heaps of its
 * threads; the result is sorted, and its first member dropped as the row itself, which may be another one if rows are equal.
 */
export class NearestNeighbours {
  /** [rows] squared length of each row. */
  private readonly squaredNorm: Float64Array;
  /** [columns + 1] where each column's entries begin. */
  private readonly columnStart: Int32Array;
  /** [entries] row (place in `rows`) of each entry, column by column, ascending. */
  private readonly entryRow: Int32Array;
  /** [entries] */
  private readonly entryValue: Float64Array;
  /** [rows] −2 · product with the row in question. */
  private readonly product: Float64Array;
  private readonly heap: NearestHeap;
  private readonly merged: NearestHeap;

  /**
   * @param matrix the examples
   * @param rows   the rows among which neighbours are sought
   * @param count  neighbours to find, fewer than rows
   */
  constructor(
    private readonly matrix: RealRows<RealArray>,
    private readonly rows: Int32Array,
    private readonly count: number,
  ) {
    if (count < 1 || count >= rows.length) {
      throw new RangeError(`${rows.length} rows do not have ${count} neighbours each`);
    }
    this.heap = new NearestHeap(count + 1);
    this.merged = new NearestHeap(count + 1);
    this.squaredNorm = new Float64Array(rows.length);
    this.product = new Float64Array(rows.length);
    this.columnStart = new Int32Array(matrix.columns + 1);
    for (const row of rows) {
      for (let e = matrix.start[row]; e < matrix.start[row + 1]; e++) this.columnStart[matrix.column[e] + 1]++;
    }
    for (let column = 0; column < matrix.columns; column++) this.columnStart[column + 1] += this.columnStart[column];
    this.entryRow = new Int32Array(this.columnStart[matrix.columns]);
    this.entryValue = new Float64Array(this.entryRow.length);
    const next = this.columnStart.slice();
    rows.forEach((row, place) => {
      for (let e = matrix.start[row]; e < matrix.start[row + 1]; e++) {
        const entry = next[matrix.column[e]]++;
        this.entryRow[entry] = place;
        this.entryValue[entry] = matrix.value[e];
        this.squaredNorm[place] += matrix.value[e] * matrix.value[e];
      }
    });
  }

  /**
   * The neighbours of one row, nearest first, [count].
   *
   * @param place of the row in `rows`
   * @returns places in `rows`
   */
  of(place: number): Int32Array {
    this.multiply(place);
    const { heap, merged, squaredNorm, product } = this;
    heap.clear();
    // Summed in this order, the distances are scikit-learn's to the last bit.
    for (let other = 0; other < product.length; other++) {
      heap.push(squaredNorm[place] + product[other] + squaredNorm[other], other);
    }
    const found = this.rows.length > mergedUpTo ? heap : merged;
    if (found === merged) {
      merged.clear();
      for (let i = 0; i <= this.count; i++) merged.push(heap.distance[i], heap.candidate[i]);
    }
    found.sort();
    return found.candidate.slice(1);
  }

  private multiply(place: number): void {
    const { matrix, product, columnStart, entryRow, entryValue } = this;
    product.fill(0);
    const row = this.rows[place];
    for (let e = matrix.start[row]; e < matrix.start[row + 1]; e++) {
      const factor = -2 * matrix.value[e];
      const column = matrix.column[e];
      for (let entry = columnStart[column]; entry < columnStart[column + 1]; entry++) {
        product[entryRow[entry]] += factor * entryValue[entry];
      }
    }
  }
}
