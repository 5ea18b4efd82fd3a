import { Kernels } from './kernels.ts';

const pageBytes = 65_536;
/** The end of WebAssembly's 32-bit memory. */
const maximumBytes = 65_536 * pageBytes;

/**
 * All memory of one learner: one linear WebAssembly memory, allocated from the bottom up and freed with the learner. Pointers
 * are byte offsets, always multiples of 16.
 */
export class Arena {
  readonly #memory = new WebAssembly.Memory({ initial: 1 });
  readonly kernels = new Kernels(this.#memory);
  #end = align(this.kernels.heapBase());

  /** Zeroed memory for `bytes` bytes. It may detach older views: take them again. */
  allocate(bytes: number): number {
    const pointer = this.#end;
    this.#end = align(pointer + bytes);
    if (this.#end > maximumBytes) {
      throw new RangeError(`a learner of ${Math.round(this.#end / 2 ** 20)} MB does not fit into 4 GB of memory`);
    }
    const missing = this.#end - this.#memory.buffer.byteLength;
    if (missing > 0) this.#memory.grow(Math.ceil(missing / pageBytes));
    return pointer;
  }

  /** The floats at a pointer; valid until the next `allocate`. */
  floats(pointer: number, length: number): Float32Array<ArrayBuffer> {
    return new Float32Array(this.#memory.buffer, pointer, length);
  }

  /** The integers at a pointer; valid until the next `allocate`. */
  integers(pointer: number, length: number): Int32Array<ArrayBuffer> {
    return new Int32Array(this.#memory.buffer, pointer, length);
  }

  /** Bytes allocated so far. */
  get bytes(): number {
    return this.#end;
  }
}

function align(bytes: number): number {
  return Math.ceil(bytes / 16) * 16;
}
