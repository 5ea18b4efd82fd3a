import type { SparseRows } from '../dataset/sparse-rows.ts';
import type { Arena } from './arena.ts';
import type { SparseView } from './sparse-view.ts';

/**
 * The examples that a network processes at a time, copied into the arena as compressed sparse rows whose columns are rows of
 * the kernels on the flattened input. Entries in columns that the network has not learned point to the row after the last,
 * which is always zero.
 */
export class Batch implements SparseView {
  readonly start: number;
  readonly labels: number;
  column = 0;
  value = 0;
  /** int32 [entries] error and site of each entry. */
  error = 0;
  site = 0;
  rows = 0;
  entries = 0;
  /** Entries that fit. */
  capacity = 0;
  /** [errors · sites] */
  readonly #kernelRow: Int32Array;

  constructor(
    readonly arena: Arena,
    readonly maximumRows: number,
    /** [errors · sites] row of the first kernel, −1 = not learned. */
    kernelRow: Int32Array,
    readonly sites: number,
  ) {
    const spareRow = kernelRow.reduce((most, row) => Math.max(most, row + 1), 0);
    this.#kernelRow = kernelRow.map((row) => (row < 0 ? spareRow : row));
    this.start = arena.allocate((maximumRows + 1) * 4);
    this.labels = arena.allocate(maximumRows * 4);
    this.#reserve(maximumRows * 32);
  }

  /** Loads the examples picked[from … to − 1], and their labels if given. */
  load(examples: SparseRows, picked: Int32Array, from: number, to: number, labels?: Int32Array): void {
    let entries = 0;
    for (let i = from; i < to; i++) entries += examples.start[picked[i] + 1] - examples.start[picked[i]];
    if (entries > this.capacity) this.#reserve(entries * 2);

    const start = this.arena.integers(this.start, this.maximumRows + 1);
    const columns = this.arena.integers(this.column, entries);
    const values = this.arena.floats(this.value, entries);
    const errorOf = this.arena.integers(this.error, entries);
    const siteOf = this.arena.integers(this.site, entries);
    const { start: starts, column: columnOf, value: countOf } = examples;
    const { sites } = this;
    const kernelRow = this.#kernelRow;
    let filled = 0;
    for (let i = from; i < to; i++) {
      const end = starts[picked[i] + 1];
      for (let entry = starts[picked[i]]; entry < end; entry++) {
        const column = columnOf[entry];
        const error = (column / sites) | 0;
        columns[filled] = kernelRow[column];
        errorOf[filled] = error;
        siteOf[filled] = column - error * sites;
        values[filled++] = countOf[entry];
      }
      start[i - from + 1] = filled;
    }
    this.rows = to - from;
    this.entries = entries;
    if (labels) {
      const target = this.arena.integers(this.labels, this.maximumRows);
      for (let i = from; i < to; i++) target[i - from] = labels[picked[i]];
    }
  }

  #reserve(entries: number): void {
    this.column = this.arena.allocate(entries * 4);
    this.value = this.arena.allocate(entries * 4);
    this.error = this.arena.allocate(entries * 4);
    this.site = this.arena.allocate(entries * 4);
    this.capacity = entries;
  }
}
