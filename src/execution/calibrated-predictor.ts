import { decisionOf } from '../experiment/decision.ts';
import { experimentOfRun } from '../experiment/read-specification.ts';
import { applyCalibrator } from '../measures/calibrator.ts';
import { type Decision, recommendedClasses } from '../measures/recommendation.ts';
import { RunUnreadable } from '../runs/read-run.ts';
import { calibrateRun, type RunCalibrations } from './calibrate-run.ts';
import { RunPredictor, type RunTarget } from './run-predictor.ts';
import type { RunTasks } from './run-tasks.ts';

/** A run's predictions for tasks. */
export interface CalibratedPrediction {
  /** [tasks × classes] of the models, the mean over the fits. */
  readonly raw: Float64Array;
  /** [tasks × classes] calibrated probabilities, the mean over the fits. */
  readonly calibrated: Float64Array;
  /** [tasks] recommended class, by the experiment's decision. */
  readonly recommended: Int32Array;
}

/** A fit's predictions for tasks. */
export interface FitProbabilities {
  /** Its index. */
  readonly fit: number;
  /** [tasks × classes] of the model. */
  readonly probabilities: ArrayLike<number>;
}

/** A run's models with their calibrations. */
export class CalibratedPredictor {
  readonly #decisions: ReadonlyMap<string, Decision>;

  constructor(
    readonly run: RunPredictor,
    readonly calibrations: RunCalibrations,
  ) {
    const experiment = experimentOfRun(run.record);
    this.#decisions = new Map(run.targets.map(({ target, classes }) => [target, decisionOf(experiment, classes)]));
  }

  /** @param folder of the run. @throws RunUnreadable if its record or its vocabulary cannot be read */
  static async load(folder: string, targets?: readonly string[]): Promise<CalibratedPredictor> {
    const run = new RunPredictor(folder);
    return new CalibratedPredictor(run, await calibrateRun(folder, run.record, targets ? { targets } : {}));
  }

  /**
   * @param fits to use; default: all complete ones
   * @throws RunUnreadable if no fit is complete, or one cannot be loaded or predicts values that are not numbers
   */
  predict(tasks: RunTasks, { target, classes, fits: complete }: RunTarget, fits = complete): CalibratedPrediction {
    if (fits.length === 0) throw new RunUnreadable(`${this.run.run} has no complete fit of the target ${target}`);
    return this.join(
      target,
      classes,
      fits.map((fit) => ({ fit, probabilities: this.run.predict(tasks, target, [fit]) })),
    );
  }

  /** How the experiment decides about a target. */
  decisionOf(target: string): Decision {
    return this.#decisions.get(target) ?? 'balanced';
  }

  /** The means of several fits' probabilities, calibrated fit by fit. */
  join(
    target: string,
    { length: classes }: readonly string[],
    fits: readonly FitProbabilities[],
  ): CalibratedPrediction {
    const decision = this.decisionOf(target);
    const calibratedBy = fits.map(({ fit, probabilities }) => {
      const calibrator = this.calibrations.of(target, fit)?.calibrator ?? { method: 'none' };
      return applyCalibrator(calibrator, probabilities, classes, decision);
    });
    const raw = meanOver(fits.map(({ probabilities }) => probabilities));
    const calibrated = meanOver(calibratedBy);
    return { raw, calibrated, recommended: recommendedClasses(decision, raw, calibrated, classes) };
  }
}

function meanOver(all: readonly ArrayLike<number>[]): Float64Array {
  const mean = new Float64Array(all[0].length);
  for (const values of all) {
    for (let i = 0; i < mean.length; i++) mean[i] += values[i] / all.length;
  }
  return mean;
}
