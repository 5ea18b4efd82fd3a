import { decisionOf } from '../experiment/decision.ts';
import { experimentOfRun } from '../experiment/read-specification.ts';
import { applyCalibrator } from '../measures/calibrator.ts';
import { type Decision, recommendedClasses } from '../measures/recommendation.ts';
import { RunUnreadable } from '../runs/read-run.ts';
import { calibrateRun, type RunCalibrations } from './calibrate-run.ts';
import { RunPredictor, type RunTarget } from './run-predictor.ts';
import type { RunTasks } from './run-tasks.ts';

/** What a run says of tasks. */
export interface CalibratedPrediction {
  /** [tasks × classes] as the models give them, the mean over the fits. */
  readonly raw: Float64Array;
  /** [tasks × classes] true probabilities, the mean over the fits. */
  readonly calibrated: Float64Array;
  /** [tasks] the class that the experiment recommends. */
  readonly recommended: Int32Array;
}

/** What a fit says of tasks. */
export interface FitProbabilities {
  /** Its index. */
  readonly fit: number;
  /** [tasks × classes] as the model gives them. */
  readonly probabilities: ArrayLike<number>;
}

/** A run's models with what makes their probabilities true ones. */
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
   * @param fits to ask; all that are complete unless given
   * @throws RunUnreadable if no fit is complete, one cannot be loaded, or one gives what is no number
   */
  predict(tasks: RunTasks, { target, classes, fits: complete }: RunTarget, fits = complete): CalibratedPrediction {
    if (fits.length === 0) throw new RunUnreadable(`${this.run.run} has no complete fit of the target ${target}`);
    return this.join(
      target,
      classes,
      fits.map((fit) => ({ fit, probabilities: this.run.predict(tasks, target, [fit]) })),
    );
  }

  /** What fits say together: the means of their probabilities, calibrated fit by fit. */
  join(
    target: string,
    { length: classes }: readonly string[],
    fits: readonly FitProbabilities[],
  ): CalibratedPrediction {
    const decision = this.#decisions.get(target) ?? 'balanced';
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
