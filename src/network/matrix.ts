import type { Arena } from './arena.ts';

/** A view of float32 [rows × columns] in an arena. Rows are `stride` bytes apart, padded with zeros to whole SIMD vectors. */
export class Matrix {
  readonly stride: number;
  #pointer: number;
  #capacity: number;

  constructor(
    readonly arena: Arena,
    public rows: number,
    readonly columns: number,
    pointer?: number,
  ) {
    this.stride = Math.ceil(columns / 4) * 16;
    this.#capacity = rows;
    this.#pointer = pointer ?? arena.allocate(rows * this.stride);
  }

  get pointer(): number {
    return this.#pointer;
  }

  get bytes(): number {
    return this.rows * this.stride;
  }

  /** Sets the number of rows. If the matrix has to grow, its numbers are lost, and its parts no longer share its memory. */
  resize(rows: number): void {
    if (rows > this.#capacity) {
      this.#capacity = rows * 2;
      this.#pointer = this.arena.allocate(this.#capacity * this.stride);
    }
    this.rows = rows;
  }

  /** `rows` of its rows, in the same memory. */
  part(from: number, rows: number): Matrix {
    return new Matrix(this.arena, rows, this.columns, this.#pointer + from * this.stride);
  }

  /** Its numbers with the padding; valid until the next `allocate`. */
  floats(): Float32Array<ArrayBuffer> {
    return this.arena.floats(this.#pointer, this.bytes / 4);
  }

  /** Sets its numbers from row-major [rows × columns]. */
  write(values: ArrayLike<number>): void {
    const floats = this.floats();
    const width = this.stride / 4;
    for (let row = 0; row < this.rows; row++) {
      for (let column = 0; column < this.columns; column++) {
        floats[row * width + column] = values[row * this.columns + column];
      }
    }
  }

  /** Its numbers without the padding, row-major [rows × columns]. */
  read(): Float32Array {
    const floats = this.floats();
    const width = this.stride / 4;
    const values = new Float32Array(this.rows * this.columns);
    for (let row = 0; row < this.rows; row++) {
      values.set(floats.subarray(row * width, row * width + this.columns), row * this.columns);
    }
    return values;
  }
}
