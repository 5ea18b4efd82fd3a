import type { Spread } from '../../src/protocol/run.ts';

/** A confusion matrix of one or several fits. Rows are the truth, columns what was predicted. */
export interface MatrixData {
  readonly classes: readonly string[];
  readonly fits: number;
  /** Counts, summed over the fits. */
  readonly counts: readonly (readonly number[])[];
  /** Share of the row, or of what the matrix is normalised by, in each fit, averaged; counts where it is not. */
  readonly shares: readonly (readonly Spread[])[];
}
