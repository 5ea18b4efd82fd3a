import type { Arena } from './arena.ts';
import type { Batch } from './batch.ts';
import { Room } from './room.ts';
import type { SparseView } from './sparse-view.ts';

/** Each example's totals as sparse rows: columns 0 … sites − 1 are sites, the errors follow. */
export class Totals implements SparseView {
  rows = 0;
  entries = 0;
  readonly start: number;
  readonly #column: Room;
  readonly #value: Room;
  /** [sites + errors] place of a total in the current row, −1 = none yet. */
  readonly #place: Int32Array;

  constructor(
    readonly arena: Arena,
    readonly sites: number,
    errors: number,
    maximumRows: number,
  ) {
    this.start = arena.allocate((maximumRows + 1) * 4);
    this.#column = new Room(arena);
    this.#value = new Room(arena);
    this.#place = new Int32Array(sites + errors).fill(-1);
  }

  get column(): number {
    return this.#column.pointer;
  }

  get value(): number {
    return this.#value.pointer;
  }

  load(batch: Batch): void {
    const { arena, sites } = this;
    this.#column.reserve(2 * batch.entries);
    this.#value.reserve(2 * batch.entries);
    const starts = arena.integers(batch.start, batch.rows + 1);
    const errorOf = arena.integers(batch.error, batch.entries);
    const siteOf = arena.integers(batch.site, batch.entries);
    const counts = arena.floats(batch.value, batch.entries);
    const start = arena.integers(this.start, batch.rows + 1);
    const columns = arena.integers(this.column, 2 * batch.entries);
    const values = arena.floats(this.value, 2 * batch.entries);
    const place = this.#place;
    let filled = 0;
    const add = (column: number, count: number): void => {
      if (place[column] < 0) {
        place[column] = filled;
        columns[filled] = column;
        values[filled++] = count;
      } else {
        values[place[column]] += count;
      }
    };
    for (let row = 0; row < batch.rows; row++) {
      const first = filled;
      for (let i = starts[row]; i < starts[row + 1]; i++) {
        add(siteOf[i], counts[i]);
        add(sites + errorOf[i], counts[i]);
      }
      for (let i = first; i < filled; i++) place[columns[i]] = -1;
      start[row + 1] = filled;
    }
    this.rows = batch.rows;
    this.entries = filled;
  }

  /** Writes the gradient by the value of every entry of the batch, given that by the totals: of its site plus of its error. */
  entryGradient(batch: Batch, totalGradient: number, target: number): void {
    const { arena, sites } = this;
    const starts = arena.integers(batch.start, batch.rows + 1);
    const errorOf = arena.integers(batch.error, batch.entries);
    const siteOf = arena.integers(batch.site, batch.entries);
    const start = arena.integers(this.start, this.rows + 1);
    const columns = arena.integers(this.column, this.entries);
    const gradients = arena.floats(totalGradient, this.entries);
    const ofEntry = arena.floats(target, batch.entries);
    const place = this.#place;
    for (let row = 0; row < batch.rows; row++) {
      for (let i = start[row]; i < start[row + 1]; i++) place[columns[i]] = i;
      for (let i = starts[row]; i < starts[row + 1]; i++) {
        ofEntry[i] = gradients[place[siteOf[i]]] + gradients[place[sites + errorOf[i]]];
      }
      for (let i = start[row]; i < start[row + 1]; i++) place[columns[i]] = -1;
    }
  }
}
