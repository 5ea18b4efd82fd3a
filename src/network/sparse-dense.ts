import type { Arena } from './arena.ts';
import { Parameter } from './parameter.ts';
import type { SparseView } from './sparse-view.ts';

/** A dense layer on sparse rows: only the kernel's rows of non-zero entries are read or written. */
export interface SparseProjection {
  readonly kernel: Parameter;
  readonly bias: Parameter;
  /** output = view · kernel + bias, [view.rows × units], padded. */
  forward(view: SparseView, output: number): void;
  /** Adds to the gradients of kernel and bias. */
  backward(view: SparseView, outputGradient: number): void;
  /** Writes the gradient by the value of every entry. After `forward` on the same batch. */
  entryGradient(view: SparseView, outputGradient: number, target: number): void;
}

export class SparseDense implements SparseProjection {
  readonly kernel: Parameter;
  readonly bias: Parameter;

  /** @param rows rows of the kernel; one more, always zero, stands behind them */
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

  forward(view: SparseView, output: number, bias: number = this.bias.weight): void {
    const { weight, stride } = this.kernel;
    this.arena.kernels.sparseForward(view.rows, view.start, view.column, view.value, weight, stride, bias, output);
  }

  backward(view: SparseView, outputGradient: number): void {
    const { kernels } = this.arena;
    const { gradient, stride } = this.kernel;
    kernels.sparseBackward(view.rows, view.start, view.column, view.value, outputGradient, stride, gradient);
    kernels.addColumnSums(view.rows, outputGradient, stride, this.bias.gradient);
  }

  entryGradient(view: SparseView, outputGradient: number, target: number): void {
    const { weight, stride } = this.kernel;
    this.arena.kernels.sparseInputGradient(view.rows, view.start, view.column, outputGradient, stride, weight, target);
  }
}
