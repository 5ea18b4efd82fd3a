import type { EpochMetrics } from '../protocol/run.ts';
import { type Calibration, calibrate } from './calibration.ts';
import { normaliseRows } from './confusion.ts';
import { measure } from './metrics.ts';
import {
  averagePrecision,
  brierScore,
  countByThreshold,
  type PrecisionRecallCurve,
  precisionRecallCurve,
  type RocCurve,
  rocAuc,
  rocCurve,
} from './one-vs-rest.ts';
import type { RealArray } from './real-array.ts';

/** Everything there is to say of the predictions for one set of examples. */
export interface Evaluation extends EpochMetrics {
  readonly examples: number;
  /** [classes × classes] counts, row = truth, column = prediction. */
  readonly confusion: Int32Array;
  /** [classes × classes], each row divided by its sum; a row without examples is 0. */
  readonly confusionNormalised: Float64Array;
  /** [classes] examples of each class. */
  readonly support: readonly number[];
  /** [classes] */
  readonly f1: readonly number[];
  readonly accuracy: number;
  /** Mean over the classes of the share of examples that are rightly in or out of the class; the study's `accuracy()`. */
  readonly oneVsRestMeanAccuracy: number;
  /** [classes] */
  readonly oneVsRest: readonly OneVsRest[];
  /** Mean over the classes where it is defined, null where there is none. */
  readonly macroAveragePrecision: number | null;
  readonly macroRocAuc: number | null;
  readonly calibration: Calibration;
  /** Mean over the examples of Σ_c (p_c − y_c)², 0 … 2. */
  readonly brier: number;
}

/** One class against all others. What needs examples that are missing is null. */
export interface OneVsRest {
  readonly positives: number;
  readonly averagePrecision: number | null;
  readonly rocAuc: number | null;
  readonly brier: number;
  readonly precisionRecallCurve: PrecisionRecallCurve | null;
  readonly rocCurve: RocCurve | null;
}

/**
 * All metrics and curves, for the end of a fit. Arguments and errors as for `measure`.
 */
export function evaluate(
  labels: Int32Array,
  probabilities: RealArray,
  classes: number,
  classWeights: ArrayLike<number>,
): Evaluation {
  const { metrics, confusion, scores } = measure(labels, probabilities, classes, classWeights);
  const examples = labels.length;
  let right = 0;
  for (let c = 0; c < classes; c++) right += confusion[c * classes + c];
  const oneVsRest = Array.from({ length: classes }, (_, c) => evaluateClass(labels, probabilities, classes, c));
  return {
    ...metrics,
    examples,
    confusion,
    confusionNormalised: normaliseRows(confusion, classes),
    support: scores.support,
    f1: scores.f1,
    accuracy: right / examples,
    // Each wrong prediction is wrong for two classes: the one missed and the one named.
    oneVsRestMeanAccuracy: 1 - (2 * (examples - right)) / (classes * examples),
    oneVsRest,
    macroAveragePrecision: meanWhereDefined(oneVsRest.map((c) => c.averagePrecision)),
    macroRocAuc: meanWhereDefined(oneVsRest.map((c) => c.rocAuc)),
    calibration: calibrate(labels, probabilities, classes),
    brier: oneVsRest.reduce((sum, c) => sum + c.brier, 0),
  };
}

function evaluateClass(labels: Int32Array, probabilities: RealArray, classes: number, positive: number): OneVsRest {
  const counts = countByThreshold(labels, probabilities, classes, positive);
  return {
    positives: counts.positives,
    averagePrecision: averagePrecision(counts),
    rocAuc: rocAuc(counts),
    brier: brierScore(labels, probabilities, classes, positive),
    precisionRecallCurve: precisionRecallCurve(counts),
    rocCurve: rocCurve(counts),
  };
}

function meanWhereDefined(values: readonly (number | null)[]): number | null {
  const defined = values.filter((value) => value !== null);
  return defined.length === 0 ? null : defined.reduce((sum, value) => sum + value, 0) / defined.length;
}
