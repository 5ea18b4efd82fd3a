import type { Arena } from './arena.ts';
import { Parameter, paddedBytes } from './parameter.ts';

/** A dense layer x·kernel + bias on rows in the arena. The caller owns the input and its gradient. */
export class DenseLayer {
  readonly kernel: Parameter;
  readonly bias: Parameter;
  /** [maximumRows × outputs], padded. */
  readonly output: number;
  readonly stride: number;
  readonly #transposed: number;

  constructor(
    readonly arena: Arena,
    name: string,
    readonly inputs: number,
    readonly outputs: number,
    l2: number,
    maximumRows: number,
  ) {
    this.kernel = new Parameter(arena, `${name}/kernel`, inputs, outputs, l2);
    this.bias = new Parameter(arena, `${name}/bias`, 1, outputs, 0);
    this.stride = paddedBytes(outputs);
    this.output = arena.allocate(maximumRows * this.stride);
    this.#transposed = arena.allocate(outputs * paddedBytes(inputs));
  }

  forward(rows: number, input: number): void {
    const { kernel, bias, stride } = this;
    this.arena.kernels.multiply(
      rows,
      this.inputs,
      stride / 4,
      input,
      paddedBytes(this.inputs),
      4,
      kernel.weight,
      stride,
      bias.weight,
      this.output,
      stride,
      false,
    );
  }

  /**
   * Adds to the parameters' gradients and writes the input's.
   * @param outputGradient [rows × outputs], padded
   * @param inputGradient  [rows × inputs], padded
   */
  backward(rows: number, input: number, inputGradient: number, outputGradient: number): void {
    const { kernels } = this.arena;
    const { kernel, bias, stride, inputs } = this;
    const inputStride = paddedBytes(inputs);
    kernels.multiply(
      inputs,
      rows,
      stride / 4,
      input,
      4,
      inputStride,
      outputGradient,
      stride,
      0,
      kernel.gradient,
      stride,
      true,
    );
    kernels.addColumnSums(rows, outputGradient, stride, bias.gradient);
    this.inputGradient(rows, inputGradient, outputGradient);
  }

  /** Writes the gradient by the input alone; shapes as for `backward`. */
  inputGradient(rows: number, inputGradient: number, outputGradient: number): void {
    const { kernels } = this.arena;
    const { kernel, stride, inputs, outputs } = this;
    const inputStride = paddedBytes(inputs);
    kernels.transpose(inputs, outputs, kernel.weight, stride, this.#transposed, inputStride);
    kernels.multiply(
      rows,
      outputs,
      inputStride / 4,
      outputGradient,
      stride,
      4,
      this.#transposed,
      inputStride,
      0,
      inputGradient,
      inputStride,
      false,
    );
  }
}
