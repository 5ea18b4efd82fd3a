import { NearestHeap } from './nearest-heap.ts';
import type { RealArray, RealRows } from './real-array.ts';
import { SparseIndex } from './sparse-index.ts';

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
  private readonly index: SparseIndex;
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
    this.index = new SparseIndex(matrix, rows);
  }

  /**
   * The neighbours of one row, nearest first, [count].
   *
   * @param place of the row in `rows`
   * @returns places in `rows`
   */
  of(place: number): Int32Array {
    const { heap, merged } = this;
    const distances = this.index.squaredDistances(this.matrix, this.rows[place]);
    heap.clear();
    for (let other = 0; other < distances.length; other++) heap.push(distances[other], other);
    const found = this.rows.length > mergedUpTo ? heap : merged;
    if (found === merged) {
      merged.clear();
      for (let i = 0; i <= this.count; i++) merged.push(heap.distance[i], heap.candidate[i]);
    }
    found.sort();
    return found.candidate.slice(1);
  }
}
