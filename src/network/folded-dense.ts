import type { Arena } from './arena.ts';
import { type BlockView, everyBlock } from './block-view.ts';
import { Matrix } from './matrix.ts';
import { Parameter } from './parameter.ts';
import type { SparseProjection } from './sparse-dense.ts';
import type { SparseView } from './sparse-view.ts';

/**
 * A dense layer on totals times their fixed embeddings: Σ total_i · (embedding_i · kernel_i). The embeddings are multiplied
 * into the kernel once per batch, so that an example costs only its totals.
 */
export class FoldedDense implements SparseProjection {
  readonly kernel: Parameter;
  readonly bias: Parameter;
  /** One embedding per row. */
  readonly #embeddings: BlockView;
  /** [count × units] embedding_i · kernel_i, and its gradient. */
  readonly #folded: Matrix;
  readonly #foldedGradient: Matrix;

  /** @param embeddings fixed vectors [count × size] */
  constructor(
    readonly arena: Arena,
    name: string,
    embeddings: Matrix,
    units: number,
    l2: number,
  ) {
    this.kernel = new Parameter(arena, `${name}/kernel`, embeddings.rows * embeddings.columns, units, l2);
    this.bias = new Parameter(arena, `${name}/bias`, 1, units, 0);
    this.#embeddings = everyBlock(arena, embeddings, embeddings.rows);
    this.#folded = new Matrix(arena, embeddings.rows, units);
    this.#foldedGradient = new Matrix(arena, embeddings.rows, units);
  }

  forward(view: SparseView, output: Matrix): void {
    const { kernels } = this.arena;
    kernels.blockForward(this.#embeddings, this.kernel.weight, this.#folded);
    kernels.sparseForward(view, this.#folded, output, this.bias.weight);
  }

  backward(view: SparseView, outputGradient: Matrix): void {
    const { kernels } = this.arena;
    this.#foldedGradient.floats().fill(0);
    kernels.sparseBackward(view, outputGradient, this.#foldedGradient);
    kernels.blockBackward(this.#embeddings, this.#foldedGradient, this.kernel.gradient);
    kernels.addColumnSums(outputGradient, this.bias.gradient);
  }

  entryGradient(view: SparseView, outputGradient: Matrix, target: number): void {
    this.arena.kernels.sparseInputGradient(view, outputGradient, this.#folded, target);
  }
}
