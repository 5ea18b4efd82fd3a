import type { Arena } from './arena.ts';
import { Matrix } from './matrix.ts';
import { Parameter } from './parameter.ts';

/** A dense layer x·kernel + bias on rows in the arena. The caller owns the input and its gradient. */
export class DenseLayer {
  readonly kernel: Parameter;
  readonly bias: Parameter;
  /** [rows × outputs] */
  readonly output: Matrix;
  readonly #transposed: Matrix;

  constructor(
    readonly arena: Arena,
    name: string,
    inputs: number,
    outputs: number,
    l2: number,
    maximumRows: number,
  ) {
    this.kernel = new Parameter(arena, `${name}/kernel`, inputs, outputs, l2);
    this.bias = new Parameter(arena, `${name}/bias`, 1, outputs, 0);
    this.output = new Matrix(arena, maximumRows, outputs);
    this.#transposed = new Matrix(arena, outputs, inputs);
  }

  forward(input: Matrix): void {
    this.output.resize(input.rows);
    this.arena.kernels.multiply(input, this.kernel.weight, this.output, this.bias.weight);
  }

  /** Adds to the parameters' gradients and writes the input's. */
  backward(input: Matrix, outputGradient: Matrix, inputGradient: Matrix): void {
    this.#collect(input, outputGradient);
    this.inputGradient(outputGradient, inputGradient);
  }

  /** Like `backward`, but adds to the input's gradient. */
  addBackward(input: Matrix, outputGradient: Matrix, inputGradient: Matrix): void {
    this.#collect(input, outputGradient);
    const { kernels } = this.arena;
    kernels.transpose(this.kernel.weight, this.#transposed);
    kernels.addProduct(outputGradient, this.#transposed, inputGradient);
  }

  /** Writes the gradient by the input alone. */
  inputGradient(outputGradient: Matrix, inputGradient: Matrix): void {
    const { kernels } = this.arena;
    kernels.transpose(this.kernel.weight, this.#transposed);
    kernels.multiply(outputGradient, this.#transposed, inputGradient);
  }

  #collect(input: Matrix, outputGradient: Matrix): void {
    const { kernels } = this.arena;
    kernels.addTransposedProduct(input, outputGradient, this.kernel.gradient);
    kernels.addColumnSums(outputGradient, this.bias.gradient);
  }
}
