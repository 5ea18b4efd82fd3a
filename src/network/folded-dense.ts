import type { Arena } from './arena.ts';
import { Parameter } from './parameter.ts';
import type { SparseProjection } from './sparse-dense.ts';
import type { SparseView } from './sparse-view.ts';

/** Fixed vectors [count × size], padded rows in the arena. */
export interface EmbeddingTable {
  readonly pointer: number;
  readonly stride: number;
  readonly count: number;
  readonly size: number;
}

/**
 * A dense layer on totals times their fixed embeddings: Σ total_i · (embedding_i · kernel_i). The embeddings are multiplied
 * into the kernel once for each batch, so that an example costs its totals only.
 */
export class FoldedDense implements SparseProjection {
  readonly kernel: Parameter;
  readonly bias: Parameter;
  /** [count × units] embedding_i · kernel_i, padded, and its gradient. */
  readonly #folded: number;
  readonly #foldedGradient: number;

  constructor(
    readonly arena: Arena,
    name: string,
    readonly embeddings: EmbeddingTable,
    units: number,
    l2: number,
  ) {
    this.kernel = new Parameter(arena, `${name}/kernel`, embeddings.count * embeddings.size, units, l2);
    this.bias = new Parameter(arena, `${name}/bias`, 1, units, 0);
    this.#folded = arena.allocate(embeddings.count * this.kernel.stride);
    this.#foldedGradient = arena.allocate(embeddings.count * this.kernel.stride);
  }

  forward(view: SparseView, output: number): void {
    const { kernels } = this.arena;
    const { count, size, pointer, stride: tableStride } = this.embeddings;
    const { weight, stride } = this.kernel;
    for (let i = 0; i < count; i++) {
      const embedding = pointer + i * tableStride;
      const folded = this.#folded + i * stride;
      kernels.multiply(
        1,
        size,
        stride / 4,
        embedding,
        0,
        4,
        weight + i * size * stride,
        stride,
        0,
        folded,
        stride,
        false,
      );
    }
    kernels.sparseForward(
      view.rows,
      view.start,
      view.column,
      view.value,
      this.#folded,
      stride,
      this.bias.weight,
      output,
    );
  }

  backward(view: SparseView, outputGradient: number): void {
    const { kernels } = this.arena;
    const { count, size, pointer, stride: tableStride } = this.embeddings;
    const { gradient, stride } = this.kernel;
    const folded = this.#foldedGradient;
    this.arena.floats(folded, (count * stride) / 4).fill(0);
    kernels.sparseBackward(view.rows, view.start, view.column, view.value, outputGradient, stride, folded);
    for (let i = 0; i < count; i++) {
      const embedding = pointer + i * tableStride;
      kernels.multiply(
        size,
        1,
        stride / 4,
        embedding,
        4,
        0,
        folded + i * stride,
        stride,
        0,
        gradient + i * size * stride,
        stride,
        true,
      );
    }
    kernels.addColumnSums(view.rows, outputGradient, stride, this.bias.gradient);
  }

  entryGradient(view: SparseView, outputGradient: number, target: number): void {
    const { stride } = this.kernel;
    this.arena.kernels.sparseInputGradient(
      view.rows,
      view.start,
      view.column,
      outputGradient,
      stride,
      this.#folded,
      target,
    );
  }
}
