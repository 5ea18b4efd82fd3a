const encoder = new TextEncoder();
/** Of a text that is longer than was thought. */
const chunkBytes = 1 << 22;

/**
 * A text that arrives in pieces, as UTF-8. It is written in place, so that a large text costs hardly more than its own memory;
 * one of ASCII alone is one chunk.
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

  /** All that was added, to be given away. */
  take(): Uint8Array<ArrayBuffer>[] {
    return [...this.#full, this.#chunk.subarray(0, this.#used)];
  }
}
