import type { Arena } from './arena.ts';
import { Parameter } from './parameter.ts';

/**
 * Sparse rows in an arena whose entries are blocks of `width` consecutive columns: int32 start [rows + 1], int32 block
 * [entries], the number of each among all blocks, and their values [entries × width], `valueStride` bytes apart.
 */
export interface BlockView {
  readonly rows: number;
  readonly start: number;
  readonly block: number;
  readonly value: number;
  readonly valueStride: number;
}

/** A dense layer on rows of blocks: only the kernel's rows of the blocks at hand are read or written. */
export class BlockDense {
  readonly kernel: Parameter;
  readonly bias: Parameter;

  constructor(
    readonly arena: Arena,
    name: string,
    blocks: number,
    readonly width: number,
    units: number,
    l2: number,
  ) {
    this.kernel = new Parameter(arena, `${name}/kernel`, blocks * width, units, l2);
    this.bias = new Parameter(arena, `${name}/bias`, 1, units, 0);
  }

  /** output = view · kernel + bias, [view.rows × units], padded; bias 0 = none. */
  forward({ rows, start, block, value, valueStride }: BlockView, bias: number, output: number): void {
    const { weight, stride } = this.kernel;
    const { kernels } = this.arena;
    kernels.blockForward(rows, start, block, value, valueStride, this.width, weight, stride, bias, output);
  }

  /** Adds to the kernel's gradient and writes that by the view's values into `target`, which has their layout. */
  backward({ rows, start, block, value, valueStride }: BlockView, outputGradient: number, target: number): void {
    const { gradient, stride } = this.kernel;
    const { kernels } = this.arena;
    kernels.blockBackward(rows, start, block, value, valueStride, this.width, outputGradient, stride, gradient);
    this.inputGradient({ rows, start, block, value, valueStride }, outputGradient, target);
  }

  /** Writes the gradient by the view's values alone. */
  inputGradient({ rows, start, block, valueStride }: BlockView, outputGradient: number, target: number): void {
    const { weight, stride } = this.kernel;
    const { kernels } = this.arena;
    kernels.blockInputGradient(rows, start, block, this.width, outputGradient, stride, weight, target, valueStride);
  }
}
