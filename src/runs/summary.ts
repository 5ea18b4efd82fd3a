import { accuracyOf, classScores } from '../measures/confusion.ts';
import { joinMatrices } from '../measures/normalise.ts';
import { spreadOf, sumOf } from '../measures/spread.ts';
import type { FitRecord, FitView, RunRecord, Spread, TargetSummary } from '../protocol/run.ts';

/**
 * A run's record with the means of the fits that are complete now. The record itself gets them only when a sitting ends: it
 * has none of a sitting that still continues, or was interrupted.
 */
export function withSummary<T extends RunRecord>(run: T, fits: readonly Pick<FitView, 'record'>[]): T {
  if (run.state === 'done') return run;
  const records = fits.flatMap(({ record }) => record ?? []);
  const summary = run.targets.flatMap(({ target }) => {
    const own = records.filter((fit) => fit.target === target).sort((a, b) => a.index - b.index);
    return own.length > 0 ? [summarizeFits(target, own)] : [];
  });
  return { ...run, summary };
}

/** What the complete fits of one target say together. */
export function summarizeFits(target: string, fits: readonly FitRecord[]): TargetSummary {
  const { classes } = fits[0];
  const over = (value: (fit: FitRecord) => number): Spread => spreadOf(fits.map(value));
  const confusions = fits.map(({ confusion }) => confusion);
  const scores = confusions.map((confusion) => classScores(confusion.flat(), classes.length));
  const { counts, shares } = joinMatrices(confusions, 'true');
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
  };
}
