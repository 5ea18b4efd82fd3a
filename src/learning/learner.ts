import type { SparseRows } from '../dataset/sparse-rows.ts';
import type { EarlyStoppingRule } from './early-stopping.ts';

/** What a learner is trained on. */
export interface TrainingSet {
  readonly examples: SparseRows;
  /** [examples] class numbers, 0 … classes − 1. */
  readonly labels: Int32Array;
  readonly classes: number;
  /** [classes] factor of each class's examples in the loss (see `classWeights`). */
  readonly classWeights: Float64Array;
  /** Other targets of the same examples, for models that learn several. */
  readonly others?: readonly OtherLabels[];
  /** What early stopping watches, for models whose parts stop by themselves. Omitted = every epoch is trained. */
  readonly watched?: Watched;
}

/** Examples that early stopping watches, and its rule. */
export interface Watched {
  readonly examples: SparseRows;
  /** [examples] */
  readonly labels: Int32Array;
  readonly rule: Omit<EarlyStoppingRule, 'modes'>;
  /** Whether a part that has stopped is what it was in its best epoch. */
  readonly restoreBest: boolean;
}

/** What the examples are for another target. */
export interface OtherLabels {
  /** [examples] */
  readonly labels: Int32Array;
  readonly classes: number;
  /** [classes] */
  readonly classWeights: Float64Array;
}

/**
 * A model in training, a network or boosted trees. It is built for one training set, and everything random in it comes from its
 * seed, so that the same calls give the same numbers.
 */
export interface Learner {
  /** Trains one epoch, or one boosting round. */
  step(): void;

  /**
   * Class probabilities, row-major [rows × classes]. The result may be a view that the next call of any method
   * overwrites. `examples` does not change while the learner lives and may be cached by identity.
   */
  predict(examples: SparseRows): Float32Array;

  /** Keeps the current state as the best so far, in place of one kept before. */
  keep(): void;

  /** Restores the state kept last. */
  restore(): void;

  /**
   * Set if the model stops by itself: whether it has, so that further steps would change nothing. It is then as it shall be
   * evaluated. Undefined = the training stops it.
   */
  readonly isDone?: boolean | undefined;

  /** The current state as files, ready to be written. */
  save(): readonly LearnerFile[];

  /** Frees what the garbage collector does not manage. */
  dispose?(): void;
}

export interface LearnerFile {
  /** Name without folder, such as `model.json`. */
  readonly name: string;
  readonly bytes: Uint8Array;
}
