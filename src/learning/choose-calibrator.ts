import { calibrate } from '../measures/calibration.ts';
import { applyCalibrator, fitCalibrator, type LabelledProbabilities } from '../measures/calibrator.ts';
import { probabilityFloor } from '../measures/probability-scores.ts';
import { type Decision, recommendedClasses } from '../measures/recommendation.ts';
import { meanOf } from '../measures/spread.ts';
import { type CalibrationMethod, type Calibrator, calibrationMethods } from '../protocol/calibration.ts';
import { classCounts } from './class-weights.ts';
import { groupKFold } from './group-splits.ts';

/** Rows and workflows that a calibration needs: fewer say nothing. */
export const minCalibrationRows = 30;
const folds = 5;
/** A target of more classes has a temperature only: the other methods have numbers for each class, or for each pair. */
const maxClasses = 100;

export interface CalibrationRows extends LabelledProbabilities {
  /** [rows] number of each row's workflow. */
  readonly workflows: Int32Array;
}

export interface ChosenCalibrator {
  readonly calibrator: Calibrator;
  /** Why there is none, where there is none for a reason. */
  readonly notes: readonly string[];
}

/** What a method makes of rows that it was not fitted on. */
interface Trial {
  readonly method: CalibrationMethod;
  /** [rows] −ln p of the true class. */
  readonly losses: Float64Array;
  /** Expected calibration error of the recommended class. */
  readonly ece: number;
}

/**
 * Chooses how a model's probabilities become true ones, by cross-validation on rows that did not train the model: the lowest
 * log loss; of methods whose log loss is not higher by more than its standard error the lowest calibration error, then the
 * simplest. Where leaving the probabilities as they are is among these, nothing is known to be better, and they are left.
 * Whole workflows are held out, as their tasks are alike.
 *
 * @param seed of the folds
 */
export function chooseCalibrator(rows: CalibrationRows, decision: Decision, seed: number): ChosenCalibrator {
  const problem = whyNone(rows);
  if (problem !== undefined) return { calibrator: { method: 'none' }, notes: [problem] };
  const methods = rows.classes > maxClasses ? (['none', 'temperature'] as const) : calibrationMethods;
  const trials = methods.map((method) => tryMethod(method, rows, decision, seed));
  return { calibrator: fitCalibrator(best(trials).method, rows, decision), notes: [] };
}

function whyNone({ labels, classes, workflows }: CalibrationRows): string | undefined {
  const asModel = 'The probabilities are those of the model, not calibrated';
  const rows = labels.length;
  if (rows < minCalibrationRows)
    return `${asModel}: there are only ${rows} tasks for it, of ${minCalibrationRows} needed.`;
  if (classCounts(labels, classes).filter((count) => count > 0).length < 2) {
    return `${asModel}: all tasks that are there for it have the same class.`;
  }
  const { size } = new Set(workflows);
  if (size < folds) return `${asModel}: the tasks that are there for it are of ${size} workflows, of ${folds} needed.`;
  return undefined;
}

function tryMethod(method: CalibrationMethod, rows: CalibrationRows, decision: Decision, seed: number): Trial {
  const { probabilities, labels, classes } = rows;
  const all = new Float64Array(probabilities.length);
  for (const { train, test } of groupKFold(rows.workflows, folds, seed)) {
    const calibrator = fitCalibrator(method, pick(rows, train), decision);
    const calibrated = applyCalibrator(calibrator, pick(rows, test).probabilities, classes, decision);
    for (const [i, row] of test.entries()) {
      all.set(calibrated.subarray(i * classes, (i + 1) * classes), row * classes);
    }
  }
  const losses = Float64Array.from(
    labels,
    (label, row) => -Math.log(Math.max(all[row * classes + label], probabilityFloor)),
  );
  const recommended = recommendedClasses(decision, probabilities, all, classes);
  return { method, losses, ece: calibrate(labels, all, classes, { recommended }).expectedError };
}

function pick({ probabilities, labels, classes }: CalibrationRows, picked: Int32Array): LabelledProbabilities {
  const values = new Float64Array(picked.length * classes);
  for (const [i, row] of picked.entries()) {
    for (let c = 0; c < classes; c++) values[i * classes + c] = probabilities[row * classes + c];
  }
  return { probabilities: values, labels: picked.map((row) => labels[row]), classes };
}

function best(trials: readonly Trial[]): Trial {
  const lowest = trials.reduce((least, trial) => (meanOf(excess(trial, least)) < 0 ? trial : least));
  const tied = trials.filter((trial) => {
    const over = excess(trial, lowest);
    return meanOf(over) <= standardError(over);
  });
  const asTheyAre = tied.find(({ method }) => method === 'none');
  return asTheyAre ?? tied.reduce((least, trial) => (trial.ece < least.ece ? trial : least));
}

/** [rows] by how much the loss of one is higher. */
function excess({ losses }: Trial, other: Trial): number[] {
  return Array.from(losses, (loss, row) => loss - other.losses[row]);
}

function standardError(values: readonly number[]): number {
  const mean = meanOf(values);
  return Math.sqrt(meanOf(values.map((value) => (value - mean) ** 2)) / values.length);
}
