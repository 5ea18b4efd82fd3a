import type { Arena } from './arena.ts';

/** Memory for four-byte values whose number differs from batch to batch; it grows and never shrinks. */
export class Room {
  pointer = 0;
  #capacity = 0;

  constructor(readonly arena: Arena) {}

  /** Makes room; the content is lost if it grows. */
  reserve(values: number): number {
    if (values > this.#capacity) {
      this.#capacity = values * 2;
      this.pointer = this.arena.allocate(this.#capacity * 4);
    }
    return this.pointer;
  }
}
