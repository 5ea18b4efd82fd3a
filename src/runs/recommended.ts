import { decisionOfRun } from '../experiment/decision.ts';
import { applyCalibrator } from '../measures/calibrator.ts';
import { recommendedClasses } from '../measures/recommendation.ts';
import type { RunRecord } from '../protocol/run.ts';
import type { Predictions } from './read-predictions.ts';
import { knownCalibration } from './stored-calibration.ts';

/** What a fit's evaluation says, as its experiment decides. */
export interface Recommended {
  /** [tasks × classes] as the model gives them, if its calibration is not known. */
  readonly calibrated: Float64Array;
  /** [tasks] */
  readonly recommended: Int32Array;
}

/** @param folder of the run */
export function recommend(
  folder: string,
  run: RunRecord,
  target: string,
  fit: number,
  { probabilities }: Predictions,
): Recommended {
  const classes = run.targets.find((one) => one.target === target)?.classes ?? [];
  const decision = decisionOfRun(run, classes);
  const calibrator = knownCalibration(folder, target, fit)?.calibrator ?? { method: 'none' };
  const calibrated = applyCalibrator(calibrator, probabilities, classes.length, decision);
  return { calibrated, recommended: recommendedClasses(decision, probabilities, calibrated, classes.length) };
}
