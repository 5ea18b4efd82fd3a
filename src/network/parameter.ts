import type { Arena } from './arena.ts';

/**
 * A matrix [rows × columns] of weights; once it is trained, with its gradient and Adam's two moments. Rows are padded with
 * zeros to a multiple of four floats; the padding stays zero through every kernel. A bias is a matrix of one row.
 */
export class Parameter {
  /** Bytes from one row to the next. */
  readonly stride: number;
  readonly bytes: number;
  readonly weight: number;
  #gradient = 0;
  #first = 0;
  #second = 0;

  constructor(
    readonly arena: Arena,
    /** As the oracles and Keras name it: `dense1/kernel`. */
    readonly name: string,
    readonly rows: number,
    readonly columns: number,
    /** Factor of the L2 penalty on this parameter. */
    readonly l2: number,
    /** Rows behind the last, which no training entry points to: they stay zero. */
    spareRows = 0,
  ) {
    this.stride = paddedBytes(columns);
    this.bytes = (rows + spareRows) * this.stride;
    this.weight = arena.allocate(this.bytes);
  }

  get gradient(): number {
    if (this.#gradient === 0) throw new Error(`${this.name} was not prepared for training`);
    return this.#gradient;
  }

  /** Makes room for what only training needs: three times as much as the weights. Views taken before may be detached. */
  prepareTraining(): void {
    if (this.#gradient !== 0) return;
    this.#gradient = this.arena.allocate(this.bytes);
    this.#first = this.arena.allocate(this.bytes);
    this.#second = this.arena.allocate(this.bytes);
  }

  /** One step of Adam on the collected gradient, which is zero afterwards. `rate` carries the bias correction. */
  adam(rate: number, beta1: number, beta2: number, epsilon: number): void {
    this.arena.kernels.adam(
      this.bytes,
      this.weight,
      this.gradient,
      this.#first,
      this.#second,
      rate,
      beta1,
      1 - beta1,
      beta2,
      1 - beta2,
      epsilon,
      this.l2,
    );
  }

  /** l2 · Σ w². */
  penalty(): number {
    return this.l2 === 0 ? 0 : this.l2 * this.arena.kernels.sumOfSquares(this.bytes, this.weight);
  }

  /** The weights without padding, row-major [rows × columns]. */
  read(): Float32Array {
    return this.#unpadded(this.weight);
  }

  /** The collected gradient of the data loss (without the penalty's), row-major [rows × columns]. */
  readGradient(): Float32Array {
    return this.#unpadded(this.gradient);
  }

  /** Sets the weights from row-major [rows × columns]. */
  write(values: ArrayLike<number>): void {
    if (values.length !== this.rows * this.columns) {
      throw new RangeError(`${this.name} holds ${this.rows * this.columns} weights, not ${values.length}`);
    }
    const floats = this.arena.floats(this.weight, this.bytes / 4);
    for (let row = 0; row < this.rows; row++) {
      for (let column = 0; column < this.columns; column++) {
        floats[(row * this.stride) / 4 + column] = values[row * this.columns + column];
      }
    }
  }

  /** A copy of the weights as they lie in memory, for `putBack`. */
  copy(): Float32Array {
    return this.arena.floats(this.weight, this.bytes / 4).slice();
  }

  putBack(copy: Float32Array): void {
    this.arena.floats(this.weight, this.bytes / 4).set(copy);
  }

  #unpadded(pointer: number): Float32Array {
    const floats = this.arena.floats(pointer, this.bytes / 4);
    const values = new Float32Array(this.rows * this.columns);
    for (let row = 0; row < this.rows; row++) {
      const from = (row * this.stride) / 4;
      values.set(floats.subarray(from, from + this.columns), row * this.columns);
    }
    return values;
  }
}

/** Bytes of a row of that many floats, padded to whole SIMD vectors. */
export function paddedBytes(columns: number): number {
  return Math.ceil(columns / 4) * 16;
}
