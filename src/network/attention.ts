import type { Arena } from './arena.ts';
import { Matrix } from './matrix.ts';
import type { Parameter } from './parameter.ts';
import { Room } from './room.ts';
import type { SparseProjection } from './sparse-dense.ts';
import type { SparseView } from './sparse-view.ts';

/** Weights over one axis for every example: a softmax after a dense layer on the flattened input (slide 10). */
export class AttentionAxis {
  /** [rows × size] */
  readonly weights: Matrix;
  /** The same shape: the gradient by the weights, collected by the layers that use them. */
  readonly gradient: Matrix;
  readonly #entryGradient: Room;

  constructor(
    readonly arena: Arena,
    readonly projection: SparseProjection,
    readonly size: number,
    maximumRows: number,
  ) {
    this.weights = new Matrix(arena, maximumRows, size);
    this.gradient = new Matrix(arena, maximumRows, size);
    this.#entryGradient = new Room(arena);
  }

  get parameters(): readonly Parameter[] {
    return [this.projection.kernel, this.projection.bias];
  }

  forward(view: SparseView): void {
    this.weights.resize(view.rows);
    this.gradient.resize(view.rows);
    this.projection.forward(view, this.weights);
    this.arena.kernels.softmaxWideRows(this.weights);
  }

  /** Empties the gradient, before the layers that use the weights add to it. */
  clearGradient(): void {
    this.gradient.floats().fill(0);
  }

  /** Adds to the parameters' gradients. */
  backward(view: SparseView): void {
    this.arena.kernels.softmaxGradient(this.weights, this.gradient);
    this.projection.backward(view, this.gradient);
  }

  /** Adds to the gradient by the value of every entry of the view. */
  addEntryGradient(view: SparseView, target: number): void {
    const { arena } = this;
    const own = this.#entryGradient.reserve(view.entries);
    arena.kernels.softmaxGradient(this.weights, this.gradient);
    this.projection.entryGradient(view, this.gradient, own);
    const sums = arena.floats(target, view.entries);
    arena.floats(own, view.entries).forEach((gradient, entry) => {
      sums[entry] += gradient;
    });
  }
}

/** Attention over errors and over sites. */
export interface Attention {
  readonly errors: AttentionAxis;
  readonly sites: AttentionAxis;
}
