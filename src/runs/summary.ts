import { accuracyOf, classScores } from '../measures/confusion.ts';
import { joinMatrices } from '../measures/normalise.ts';
import { spreadOf, sumOf } from '../measures/spread.ts';
import type { CalibrationRecord } from '../protocol/calibration.ts';
import type { FitRecord, FitView, RunRecord, Spread, TargetSummary } from '../protocol/run.ts';
import { knownCalibration } from './stored-calibration.ts';
import { joinBaselines } from './target-baselines.ts';
import { decidedFit, joinCalibrations } from './target-calibration.ts';

/**
 * A run's record with the means of the fits that are complete now. The record itself gets them only when training ends: it
 * has none of a training that still continues, or was interrupted.
 */
export function withSummary<T extends RunRecord>(folder: string, run: T, fits: readonly Pick<FitView, 'record'>[]): T {
  if (run.state === 'done') return withLaterCalibrations(folder, run);
  return {
    ...run,
    summary: summarizeRun(
      folder,
      run,
      fits.flatMap(({ record }) => record ?? []),
    ),
  };
}

/** What the complete fits of a run say, target by target, with the calibrations that its folder has. */
export function summarizeRun(folder: string, run: RunRecord, fits: readonly FitRecord[]): TargetSummary[] {
  return run.targets.flatMap(({ target }) => {
    const own = fits.filter((fit) => fit.target === target).sort((a, b) => a.index - b.index);
    if (own.length === 0) return [];
    const calibrations = own.map(({ index }) => knownCalibration(folder, target, index, own));
    const summary = summarizeFits(
      target,
      own.map((fit, i) => decidedFit(fit, calibrations[i])),
    );
    return [withCalibration(summary, calibrations, run.fitsPerTarget)];
  });
}

/** The summary of a run that is done, with calibrations that were found out after it was written. */
function withLaterCalibrations<T extends RunRecord>(folder: string, run: T): T {
  const summary = run.summary.map((target) => {
    if (target.calibration) return target;
    const indices = Array.from({ length: run.fitsPerTarget }, (_, index) => index);
    const calibrations = indices.map((index) => knownCalibration(folder, target.target, index));
    return withCalibration(target, calibrations, run.fitsPerTarget);
  });
  return { ...run, summary };
}

/** Only that of all fits together says what the target's probabilities are worth. */
function withCalibration(
  summary: TargetSummary,
  calibrations: readonly (CalibrationRecord | undefined)[],
  fits: number,
): TargetSummary {
  const known = calibrations.flatMap((one) => one ?? []);
  return known.length < fits ? summary : { ...summary, calibration: joinCalibrations(known) };
}

/** What the complete fits of one target say together. */
export function summarizeFits(target: string, fits: readonly FitRecord[]): TargetSummary {
  const { classes } = fits[0];
  const over = (value: (fit: FitRecord) => number): Spread => spreadOf(fits.map(value));
  const confusions = fits.map(({ confusion }) => confusion);
  const scores = confusions.map((confusion) => classScores(confusion.flat(), classes.length));
  const { counts, shares } = joinMatrices(confusions, 'true');
  const baselines = fits.flatMap((fit) => fit.baselines ?? []);
  return {
    target,
    classes,
    fits: fits.length,
    confusionMse: over(({ metrics }) => metrics.confusionMse),
    recall: over(({ metrics }) => metrics.macroRecall),
    precision: over(({ metrics }) => metrics.macroPrecision),
    f1: over(({ metrics }) => metrics.macroF1),
    accuracy: over(({ confusion }) => accuracyOf(confusion.flat(), classes.length)),
    perClass: classes.map((name, c) => ({
      class: name,
      support: sumOf(scores.map(({ support }) => support[c])),
      recall: over(({ metrics }) => metrics.recall[c]),
      precision: over(({ metrics }) => metrics.precision[c]),
      f1: spreadOf(scores.map(({ f1 }) => f1[c])),
    })),
    confusion: counts,
    confusionShare: shares,
    epochs: { mean: over(({ epochsRun }) => epochsRun).mean },
    seconds: sumOf(fits.map(({ seconds }) => seconds)),
    ...(baselines.length === fits.length && { baselines: joinBaselines(baselines, classes) }),
  };
}
