import type { Arena } from './arena.ts';
import type { Matrix } from './matrix.ts';
import { Parameter } from './parameter.ts';
import type { SparseView } from './sparse-view.ts';

/** A dense layer on sparse rows: only the kernel's rows of non-zero entries are read or written. */
export interface SparseProjection {
  readonly kernel: Parameter;
  readonly bias: Parameter;
  /** output = view · kernel + bias, [view.rows × units]. */
  forward(view: SparseView, output: Matrix): void;
  /** Adds to the gradients of kernel and bias. */
  backward(view: SparseView, outputGradient: Matrix): void;
  /** Writes the gradient by the value of every entry. After `forward` on the same batch. */
  entryGradient(view: SparseView, outputGradient: Matrix, target: number): void;
}

export class SparseDense implements SparseProjection {
  readonly kernel: Parameter;
  readonly bias: Parameter;

  /** @param rows rows of the kernel; one more, always zero, follows them */
  constructor(
    readonly arena: Arena,
    name: string,
    rows: number,
    units: number,
    l2: number,
  ) {
    this.kernel = new Parameter(arena, `${name}/kernel`, rows, units, l2, 1);
    this.bias = new Parameter(arena, `${name}/bias`, 1, units, 0);
  }

  forward(view: SparseView, output: Matrix): void {
    this.arena.kernels.sparseForward(view, this.kernel.weight, output, this.bias.weight);
  }

  backward(view: SparseView, outputGradient: Matrix): void {
    this.arena.kernels.sparseBackward(view, outputGradient, this.kernel.gradient);
    this.arena.kernels.addColumnSums(outputGradient, this.bias.gradient);
  }

  entryGradient(view: SparseView, outputGradient: Matrix, target: number): void {
    this.arena.kernels.sparseInputGradient(view, outputGradient, this.kernel.weight, target);
  }
}
