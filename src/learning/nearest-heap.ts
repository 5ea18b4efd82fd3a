/**
 * Keeps the nearest of the candidates pushed into it: a binary max-heap of fixed size. Which of several candidates at the same
 * distance are kept, and their order, follows scikit-learn 1.2.1 (`heap_push` in `utils/_heap.pyx`, `simultaneous_sort` in
 * `utils/_sorting.pyx`), because count data tie all the time and SMOTE's samples depend on it.
 */
export class NearestHeap {
  /** [size] the farthest first, then in heap order; ascending once sorted. */
  readonly distance: Float64Array;
  /** [size] the candidate at each distance. */
  readonly candidate: Int32Array;

  constructor(size: number) {
    this.distance = new Float64Array(size);
    this.candidate = new Int32Array(size);
    this.clear();
  }

  clear(): void {
    this.distance.fill(Number.MAX_VALUE);
    this.candidate.fill(-1);
  }

  /** Takes the candidate in place of the farthest if it is nearer; of equally far ones the first one is kept. */
  push(distance: number, candidate: number): void {
    const distances = this.distance;
    const candidates = this.candidate;
    if (distance >= distances[0]) return;
    const size = distances.length;
    let at = 0;
    for (;;) {
      const left = 2 * at + 1;
      if (left >= size) break;
      const right = left + 1;
      const farther = right < size && distances[right] > distances[left] ? right : left;
      if (distances[farther] <= distance) break;
      distances[at] = distances[farther];
      candidates[at] = candidates[farther];
      at = farther;
    }
    distances[at] = distance;
    candidates[at] = candidate;
  }

  /** Sorts by ascending distance. Afterwards `clear` before the next push. */
  sort(): void {
    this.sortBetween(0, this.distance.length);
  }

  /** Quicksort of [from, to) around the median of three; not stable, so every swap matters. */
  private sortBetween(from: number, to: number): void {
    const { distance } = this;
    const size = to - from;
    const last = to - 1;
    if (size <= 1) return;
    if (size === 2) {
      this.swapUnlessOrdered(from, last);
      return;
    }
    if (size === 3) {
      this.swapUnlessOrdered(from, from + 1);
      if (this.swapUnlessOrdered(from + 1, last)) this.swapUnlessOrdered(from, from + 1);
      return;
    }
    // The smallest of first, middle and last goes to the front, the median to the end, the largest to the middle.
    const middle = from + Math.floor(size / 2);
    this.swapUnlessOrdered(from, last);
    if (this.swapUnlessOrdered(last, middle)) this.swapUnlessOrdered(from, last);
    const pivot = distance[last];
    let store = from;
    for (let i = from; i < last; i++) {
      if (distance[i] < pivot) this.swap(i, store++);
    }
    this.swap(store, last);
    this.sortBetween(from, store);
    this.sortBetween(store + 1, to);
  }

  private swapUnlessOrdered(nearer: number, farther: number): boolean {
    if (this.distance[nearer] <= this.distance[farther]) return false;
    this.swap(nearer, farther);
    return true;
  }

  private swap(i: number, j: number): void {
    const distance = this.distance[i];
    this.distance[i] = this.distance[j];
    this.distance[j] = distance;
    const candidate = this.candidate[i];
    this.candidate[i] = this.candidate[j];
    this.candidate[j] = candidate;
  }
}
