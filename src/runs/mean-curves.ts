import { spreadOf } from '../measures/spread.ts';
import type { MeanCurves } from '../protocol/compare-panel.ts';
import type { EpochMetrics, EpochRecord } from '../protocol/run.ts';
import { readEpochs, readRun } from './read-run.ts';

type CurveMetric = keyof MeanCurves['training'];

/** Mean and standard deviation over the fits, epoch by epoch; at each epoch over the fits that have it. */
export function meanCurves(fits: readonly (readonly EpochRecord[])[]): MeanCurves {
  const length = Math.max(0, ...fits.map((epochs) => epochs.length));
  const byEpoch = Array.from({ length }, (_, epoch) => fits.flatMap((epochs) => epochs[epoch] ?? []));
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

/** The curves of a run's target as they stand in its folder. @throws RunUnreadable */
export function readMeanCurves(run: string, target: string): MeanCurves {
  const { fitsPerTarget } = readRun(run);
  return meanCurves(Array.from({ length: fitsPerTarget }, (_, index) => readEpochs(run, target, index)));
}
