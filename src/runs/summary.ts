import type { FitRecord, FitView, RunRecord, Spread, TargetSummary } from '../protocol/run.ts';

/** Mean and population standard deviation, as NumPy's `std`. */
export function spreadOf(values: readonly number[]): Spread {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  const variance = values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / values.length;
  return { mean, std: Math.sqrt(variance) };
}

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
  const f1 = ({ metrics: { precision, recall } }: FitRecord, c: number): number =>
    precision[c] + recall[c] === 0 ? 0 : (2 * precision[c] * recall[c]) / (precision[c] + recall[c]);
  return {
    target,
    classes,
    fits: fits.length,
    confusionMse: over(({ metrics }) => metrics.confusionMse),
    recall: over(({ metrics }) => metrics.macroRecall),
    precision: over(({ metrics }) => metrics.macroPrecision),
    f1: over(({ metrics }) => metrics.macroF1),
    accuracy: over(({ confusion }) => trace(confusion) / total(confusion)),
    perClass: classes.map((name, c) => ({
      class: name,
      support: fits.reduce((sum, { confusion }) => sum + sumOf(confusion[c]), 0),
      recall: over(({ metrics }) => metrics.recall[c]),
      precision: over(({ metrics }) => metrics.precision[c]),
      f1: over((fit) => f1(fit, c)),
    })),
    confusion: classes.map((_, i) =>
      classes.map((_, j) => fits.reduce((sum, { confusion }) => sum + confusion[i][j], 0)),
    ),
    confusionShare: classes.map((_, i) => classes.map((_, j) => over(({ confusion }) => share(confusion[i], j)))),
    epochs: { mean: over(({ epochsRun }) => epochsRun).mean },
    seconds: fits.reduce((sum, { seconds }) => sum + seconds, 0),
  };
}

function share(row: readonly number[], column: number): number {
  const sum = sumOf(row);
  return sum === 0 ? 0 : row[column] / sum;
}

function trace(matrix: readonly (readonly number[])[]): number {
  return matrix.reduce((sum, row, i) => sum + row[i], 0);
}

function total(matrix: readonly (readonly number[])[]): number {
  return matrix.reduce((sum, row) => sum + sumOf(row), 0);
}

function sumOf(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0);
}
