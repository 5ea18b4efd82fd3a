import type { Arena } from './arena.ts';
import { Matrix } from './matrix.ts';

/**
 * A matrix [rows × columns] of weights; once it is trained, with its gradient and Adam's two moments. Rows are padded with
 * zeros to a multiple of four floats; the padding stays zero through every kernel. A bias is a matrix of one row.
 */
export class Parameter {
  /** [rows + spareRows × columns] */
  readonly weight: Matrix;
  #training: { readonly gradient: Matrix; readonly first: Matrix; readonly second: Matrix } | undefined;

  constructor(
    readonly arena: Arena,
    /** Its name in Keras and the oracles: `dense1/kernel`. */
    readonly name: string,
    readonly rows: number,
    readonly columns: number,
    /** Factor of the L2 penalty on this parameter. */
    readonly l2: number,
    /** Additional rows at the end, which no training entry points to: they stay zero. */
    spareRows = 0,
  ) {
    this.weight = new Matrix(arena, rows + spareRows, columns);
  }

  get gradient(): Matrix {
    return this.#trained().gradient;
  }

  /** Allocates what only training needs: three times as much as the weights. It may detach older views. */
  prepareTraining(): void {
    const zeros = () => new Matrix(this.arena, this.weight.rows, this.columns);
    this.#training ??= { gradient: zeros(), first: zeros(), second: zeros() };
  }

  /** One step of Adam on the collected gradient, which is zero afterwards. `rate` carries the bias correction. */
  adam(rate: number, beta1: number, beta2: number, epsilon: number): void {
    const { gradient, first, second } = this.#trained();
    this.arena.kernels.adam(this.weight, gradient, first, second, rate, { beta1, beta2, epsilon }, this.l2);
  }

  /** l2 · Σ w². */
  penalty(): number {
    return this.l2 === 0 ? 0 : this.l2 * this.arena.kernels.sumOfSquares(this.weight);
  }

  /** The weights without padding, row-major [rows × columns]. */
  read(): Float32Array {
    return this.#learned(this.weight).read();
  }

  /** The collected gradient of the data loss (without the penalty's), row-major [rows × columns]. */
  readGradient(): Float32Array {
    return this.#learned(this.gradient).read();
  }

  /** Sets the weights from row-major [rows × columns]. */
  write(values: ArrayLike<number>): void {
    if (values.length !== this.rows * this.columns) {
      throw new RangeError(`${this.name} holds ${this.rows * this.columns} weights, not ${values.length}`);
    }
    this.#learned(this.weight).write(values);
  }

  /** A copy of the weights as in memory, for `putBack`. */
  copy(): Float32Array {
    return this.weight.floats().slice();
  }

  putBack(copy: Float32Array): void {
    this.weight.floats().set(copy);
  }

  /** Without the spare rows. */
  #learned(matrix: Matrix): Matrix {
    return matrix.part(0, this.rows);
  }

  #trained() {
    if (!this.#training) throw new Error(`${this.name} was not prepared for training`);
    return this.#training;
  }
}
