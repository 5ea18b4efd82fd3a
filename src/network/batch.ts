import type { SparseRows } from '../dataset/sparse-rows.ts';
import type { Arena } from './arena.ts';

/**
 * The examples a network works on at a time, copied into the arena as compressed sparse rows whose columns are rows of
 * the first kernel. Entries in columns that the network does not know are left out.
 */
export class Batch {
  readonly start: number;
  readonly labels: number;
  column = 0;
  value = 0;
  rows = 0;
  entries = 0;
  #capacity = 0;

  constructor(
    readonly arena: Arena,
    readonly maximumRows: number,
    /** [flat columns] row of the first kernel, −1 = not known. */
    readonly kernelRow: Int32Array,
  ) {
    this.start = arena.allocate((maximumRows + 1) * 4);
    this.labels = arena.allocate(maximumRows * 4);
    this.#reserve(maximumRows * 32);
  }

  /** Loads the examples picked[from … to − 1], and their labels if given. */
  load(examples: SparseRows, picked: Int32Array, from: number, to: number, labels?: Int32Array): void {
    let capacity = 0;
    for (let i = from; i < to; i++) capacity += examples.start[picked[i] + 1] - examples.start[picked[i]];
    if (capacity > this.#capacity) this.#reserve(capacity * 2);

    const start = this.arena.integers(this.start, this.maximumRows + 1);
    const column = this.arena.integers(this.column, this.#capacity);
    const value = this.arena.floats(this.value, this.#capacity);
    const { kernelRow } = this;
    let filled = 0;
    for (let i = from; i < to; i++) {
      const end = examples.start[picked[i] + 1];
      for (let entry = examples.start[picked[i]]; entry < end; entry++) {
        const row = kernelRow[examples.column[entry]];
        if (row < 0) continue;
        column[filled] = row;
        value[filled++] = examples.value[entry];
      }
      start[i - from + 1] = filled;
    }
    this.rows = to - from;
    this.entries = filled;
    if (labels) {
      const target = this.arena.integers(this.labels, this.maximumRows);
      for (let i = from; i < to; i++) target[i - from] = labels[picked[i]];
    }
  }

  #reserve(entries: number): void {
    this.column = this.arena.allocate(entries * 4);
    this.value = this.arena.allocate(entries * 4);
    this.#capacity = entries;
  }
}
