import type { MeanCurves } from '../protocol/compare-panel.ts';
import type { EpochMetrics, EpochRecord } from '../protocol/run.ts';
import { spreadOf } from './spread.ts';

type CurveMetric = keyof MeanCurves['training'];

/** An epoch in those of the fits that have it. @param epoch 0-based */
export function recordsAt(fits: readonly (readonly EpochRecord[])[], epoch: number): readonly EpochRecord[] {
  return fits.flatMap((epochs) => epochs[epoch] ?? []);
}

/** Mean and standard deviation over the fits, epoch by epoch; at each epoch over the fits that have it. */
export function meanCurves(fits: readonly (readonly EpochRecord[])[]): MeanCurves {
  const length = Math.max(0, ...fits.map((epochs) => epochs.length));
  const byEpoch = Array.from({ length }, (_, epoch) => recordsAt(fits, epoch));
  const curve = (of: (record: EpochRecord) => EpochMetrics, metric: CurveMetric) => {
    const spreads = byEpoch.map((records) => spreadOf(records.map((record) => of(record)[metric])));
    return { mean: spreads.map(({ mean }) => mean), std: spreads.map(({ std }) => std) };
  };
  const curves = (of: (record: EpochRecord) => EpochMetrics) => ({
    crossEntropy: curve(of, 'crossEntropy'),
    confusionMse: curve(of, 'confusionMse'),
    macroPrecision: curve(of, 'macroPrecision'),
    macroRecall: curve(of, 'macroRecall'),
  });
  return {
    fits: byEpoch.map((records) => records.length),
    training: curves(({ training }) => training),
    validation: curves(({ validation }) => validation),
  };
}
