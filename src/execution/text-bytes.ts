const encoder = new TextEncoder();
/** Additional bytes for a text that is longer than expected. */
const chunkBytes = 1 << 22;

/**
 * A text that arrives in pieces, as UTF-8. It is written in place, so that a large text needs hardly more than its own memory;
 * pure ASCII is one chunk.
 */
export class TextBytes {
  readonly #full: Uint8Array<ArrayBuffer>[] = [];
  #chunk: Uint8Array<ArrayBuffer>;
  #used = 0;

  /** @param length of the text in UTF-16 units */
  constructor(length: number) {
    this.#chunk = new Uint8Array(length);
  }

  add(piece: string): void {
    let rest = piece;
    for (;;) {
      const { read, written } = encoder.encodeInto(rest, this.#chunk.subarray(this.#used));
      this.#used += written;
      if (read === rest.length) return;
      rest = rest.slice(read);
      if (this.#used > 0) this.#full.push(this.#chunk.subarray(0, this.#used));
      this.#chunk = new Uint8Array(chunkBytes);
      this.#used = 0;
    }
  }

  /** All text added, to be transferred. */
  take(): Uint8Array<ArrayBuffer>[] {
    return [...this.#full, this.#chunk.subarray(0, this.#used)];
  }
}
