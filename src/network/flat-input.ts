import type { Arena } from './arena.ts';
import type { Batch } from './batch.ts';
import type { InputLayer } from './input-layer.ts';
import { Parameter, paddedBytes } from './parameter.ts';

/** The first dense layer on the flattened matrix (slide 8): only the kernel's rows of non-zero cells are read or written. */
export class FlatInput implements InputLayer {
  readonly kernel: Parameter;
  readonly bias: Parameter;
  readonly parameters: readonly Parameter[];

  constructor(
    readonly arena: Arena,
    columns: number,
    units: number,
    l2: number,
  ) {
    this.kernel = new Parameter(arena, 'dense1/kernel', columns, units, l2);
    this.bias = new Parameter(arena, 'dense1/bias', 1, units, 0);
    this.parameters = [this.kernel, this.bias];
  }

  forward(batch: Batch, output: number): void {
    const { kernel, bias } = this;
    this.arena.kernels.sparseForward(
      batch.rows,
      batch.start,
      batch.column,
      batch.value,
      kernel.weight,
      kernel.stride,
      bias.weight,
      output,
    );
  }

  backward(batch: Batch, outputGradient: number): void {
    const { kernel, bias } = this;
    const { kernels } = this.arena;
    kernels.sparseBackward(
      batch.rows,
      batch.start,
      batch.column,
      batch.value,
      outputGradient,
      kernel.stride,
      kernel.gradient,
    );
    kernels.addColumnSums(batch.rows, outputGradient, paddedBytes(bias.columns), bias.gradient);
  }
}
