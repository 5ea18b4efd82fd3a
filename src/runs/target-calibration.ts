import { classScores, confusionMse } from '../measures/confusion.ts';
import { poolScores } from '../measures/probability-scores.ts';
import { meanOf } from '../measures/spread.ts';
import type { CalibrationRecord, TargetCalibration } from '../protocol/calibration.ts';
import type { FitRecord } from '../protocol/run.ts';

/** @param calibrations of the target's fits, in their order; at least one */
export function joinCalibrations(calibrations: readonly CalibrationRecord[]): TargetCalibration {
  const methods = calibrations.map(({ calibrator }) => calibrator.method);
  const [method] = methods.toSorted((a, b) => timesIn(methods, b) - timesIn(methods, a));
  return {
    method,
    ...(methods.length > 1 && { methods }),
    rows: Math.min(...calibrations.map(({ rows }) => rows)),
    notes: [...new Set(calibrations.flatMap(({ notes }) => notes))],
    raw: poolScores(calibrations.map(({ evaluated }) => evaluated.raw)),
    calibrated: poolScores(calibrations.map(({ evaluated }) => evaluated.calibrated)),
  };
}

function timesIn<T>(values: readonly T[], value: T): number {
  return values.filter((one) => one === value).length;
}

/** A fit as its experiment decides: where that is not as in the study, with the classes that its calibration recommends. */
export function decidedFit(fit: FitRecord, calibration: CalibrationRecord | undefined): FitRecord {
  if (!calibration?.decided) return fit;
  const { confusion } = calibration.decided;
  const counts = confusion.flat();
  const { precision, recall, f1 } = classScores(counts, fit.classes.length);
  return {
    ...fit,
    confusion,
    metrics: {
      ...fit.metrics,
      confusionMse: confusionMse(counts, fit.classes.length),
      macroPrecision: meanOf(precision),
      macroRecall: meanOf(recall),
      macroF1: meanOf(f1),
      precision,
      recall,
    },
  };
}
