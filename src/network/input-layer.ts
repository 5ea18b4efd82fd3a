import type { Attention } from './attention.ts';
import type { Batch } from './batch.ts';
import type { Matrix } from './matrix.ts';
import type { Parameter } from './parameter.ts';

/** Everything between the sparse examples and the first hidden layer's pre-activation, that layer's kernel included. */
export interface InputLayer {
  readonly parameters: readonly Parameter[];
  readonly attention: Attention | undefined;
  /** Writes the first hidden layer's pre-activation [batch.rows × units]. */
  forward(batch: Batch, output: Matrix): void;
  /** Adds to the parameters' gradients, given the gradient by `forward`'s output. Called after `forward` on the same batch. */
  backward(batch: Batch, outputGradient: Matrix): void;
  /**
   * Writes the gradient by the value of every entry of the batch; the parameters' gradients do not change. Called after `forward`
   * on the same batch.
   */
  entryGradient(batch: Batch, outputGradient: Matrix, target: number): void;
}
