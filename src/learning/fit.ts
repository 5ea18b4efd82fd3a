import type { SparseRows } from '../dataset/sparse-rows.ts';
import { NonFiniteProbabilityError } from '../measures/confusion.ts';
import { type CountedMetrics, measure } from '../measures/epoch-metrics.ts';
import { metrics as allMetrics } from '../measures/metrics.ts';
import type { EpochMetrics, EpochRecord, StopReason } from '../protocol/run.ts';
import { EarlyStopping, type EarlyStoppingRule } from './early-stopping.ts';
import type { Learner, TrainingSet } from './learner.ts';

/** Examples to predict, and their true classes. */
export interface LabelledExamples {
  readonly examples: SparseRows;
  /** [examples] */
  readonly labels: Int32Array;
}

export interface EarlyStoppingSettings extends Omit<EarlyStoppingRule, 'modes'> {
  /** Metrics of the validation examples, the main one first; default: those of the study. */
  readonly metrics?: readonly WatchedMetric[];
}

export type WatchedMetric = 'confusionMse' | 'macroRecall' | 'macroPrecision' | 'macroF1' | 'loss' | 'crossEntropy';

/** What the study watched (slides 13–16). */
const studyMetrics: readonly WatchedMetric[] = ['confusionMse', 'macroRecall', 'macroPrecision'];

/** How the study stopped (slide 16). */
export const studyEarlyStopping: EarlyStoppingSettings = { patience: 7, maxDelta: 0.3, movingAverage: 2 };

export interface FitOptions {
  readonly maxEpochs: number;
  /** false = train all epochs and mark where the study's rule would have stopped (slides 30–41). */
  readonly earlyStopping: EarlyStoppingSettings | false;
  /** Evaluate the state of the best epoch instead of the last. */
  readonly restoreBest: boolean;
  readonly onEpoch?: (record: EpochRecord) => void;
  /** Called before each epoch; may read an atomic flag in shared memory, as the fit never yields to other events. */
  readonly isCancelled?: () => boolean;
}

export interface FitResult {
  readonly stopReason: StopReason;
  readonly epochs: readonly EpochRecord[];
  /** First epoch with the best moving average of the main metric, up to the stop. */
  readonly bestEpoch: number;
  /** Epoch after which early stopping stopped, or would have; null = it never did. */
  readonly stopEpoch: number | null;
  /** The epoch whose state was evaluated, which is the learner's state now. */
  readonly evaluatedEpoch: number;
  /** Of the evaluation examples. */
  readonly metrics: EpochMetrics;
  /** Of the evaluation examples, [classes × classes], row = truth, column = prediction. */
  readonly confusion: Int32Array;
  /** Of the evaluation examples, [examples × classes]. */
  readonly probabilities: Float32Array;
  readonly seconds: number;
}

/** A fit that was cancelled has no result; the learner is in the state of its last epoch. */
export interface CancelledFit {
  readonly stopReason: 'cancelled';
  readonly epochs: readonly EpochRecord[];
}

/** The learner's probabilities are no longer numbers. */
export class DivergedError extends Error {
  override readonly name = 'DivergedError';

  /** @param epoch 0-based */
  constructor(
    readonly epoch: number,
    cause: NonFiniteProbabilityError,
  ) {
    super(
      `Training diverged in epoch ${epoch} (the first is 0): the probabilities are no longer finite numbers. A lower learning rate usually helps.`,
      { cause },
    );
  }
}

/**
 * Trains any learner until early stopping or the last epoch, and evaluates it on the evaluation examples. Afterwards the
 * learner is in the evaluated state. A learner that stops by itself is trained until it does, and evaluated as it is then. All losses are weighted with the training set's class weights.
 *
 * @param training   the learner's training set; its metrics are recorded each epoch
 * @param validation watched by early stopping
 * @param evaluation measured at the end; predicted once, or not at all if it is `validation`
 * @throws DivergedError when a probability is NaN or infinite
 */
export function fit(
  learner: Learner,
  training: TrainingSet,
  validation: LabelledExamples,
  evaluation: LabelledExamples,
  options: FitOptions,
): FitResult | CancelledFit {
  const { maxEpochs, earlyStopping, restoreBest, onEpoch, isCancelled } = options;
  if (!Number.isInteger(maxEpochs) || maxEpochs < 1) {
    throw new RangeError(`a fit needs a whole number of at least 1 epoch, but got ${maxEpochs}`);
  }
  const settings = earlyStopping || studyEarlyStopping;
  const watched = settings.metrics ?? studyMetrics;
  const stopping = new EarlyStopping({
    ...settings,
    modes: watched.map((name) => (allMetrics[name].better === 'lower' ? 'min' : 'max')),
  });
  const judgedOnValidation = evaluation.examples === validation.examples;

  const started = performance.now();
  const epochs: EpochRecord[] = [];
  let stopEpoch: number | null = null;
  let stopReason: StopReason = 'max-epochs';
  let latest: Float32Array | undefined;
  let best: Float32Array | undefined;
  for (let epoch = 0; epoch < maxEpochs; epoch++) {
    if (isCancelled?.()) return { stopReason: 'cancelled', epochs };
    const begun = performance.now();
    learner.step();
    const trained = measureEpoch(epoch, training, learner.predict(training.examples), training).metrics;
    const predicted = learner.predict(validation.examples);
    const validated = measureEpoch(epoch, validation, predicted, training).metrics;
    if (judgedOnValidation) latest = predicted.slice();
    const record = { epoch, seconds: secondsSince(begun), training: trained, validation: validated };
    epochs.push(record);
    onEpoch?.(record);

    if (learner.isDone !== undefined) {
      if (!learner.isDone) continue;
      [stopEpoch, stopReason] = [epoch, 'patience'];
      break;
    }
    // After the stop the remaining epochs only continue the curves.
    if (stopEpoch !== null) continue;
    const { isBestEpoch, stop } = stopping.observe(watched.map((name) => validated[name]));
    if (isBestEpoch && restoreBest) {
      learner.keep();
      best = latest;
    }
    if (stop === null) continue;
    stopEpoch = epoch;
    if (earlyStopping === false) continue;
    stopReason = stop;
    break;
  }

  const last = epochs.length - 1;
  const stopsItself = learner.isDone !== undefined;
  const evaluatedEpoch = restoreBest && !stopsItself ? stopping.bestEpoch : last;
  // The parts that did not stop go back to their best epochs as well.
  const isUnfinished = stopsItself && restoreBest && !learner.isDone;
  if (isUnfinished || evaluatedEpoch !== last) learner.restore();
  const known = isUnfinished ? undefined : restoreBest && !stopsItself ? best : latest;
  const probabilities = known ?? learner.predict(evaluation.examples).slice();
  const { metrics, confusion } = measureEpoch(evaluatedEpoch, evaluation, probabilities, training);
  const seconds = secondsSince(started);
  const bestEpoch = stopsItself ? last : stopping.bestEpoch;
  return { stopReason, epochs, bestEpoch, stopEpoch, evaluatedEpoch, metrics, confusion, probabilities, seconds };
}

function measureEpoch(
  epoch: number,
  { labels }: LabelledExamples,
  probabilities: Float32Array,
  { classes, classWeights }: TrainingSet,
): CountedMetrics {
  try {
    return measure(labels, probabilities, classes, classWeights);
  } catch (error) {
    throw error instanceof NonFiniteProbabilityError ? new DivergedError(epoch, error) : error;
  }
}

function secondsSince(milliseconds: number): number {
  return (performance.now() - milliseconds) / 1000;
}
