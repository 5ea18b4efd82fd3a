import { drawScores, type PredictedTasks, percentileRange, type Resampling, type Scores } from './bootstrap.ts';

/** A difference between two runs, and the range of 95 % of its resampled values; null without draws. */
export interface Interval {
  readonly difference: number;
  readonly low: number | null;
  readonly high: number | null;
}

/** Differences b − a. */
export interface PairedDifferences {
  readonly confusionMse: Interval;
  readonly recall: Interval;
}

/**
 * Paired bootstrap of two runs on the same tasks, see `drawScores`: each draw gives a difference b − a of confusion MSE and of
 * macro recall, each the mean over the run's fits as in its summary.
 *
 * @param a the tasks in the same order as in `b`
 * @param resampling without draws there are differences without intervals
 * @throws RangeError if there is no cluster
 * @throws the signal's reason once it is aborted
 */
export async function pairedBootstrap(
  a: PredictedTasks,
  b: PredictedTasks,
  resampling: Resampling,
): Promise<PairedDifferences> {
  const { resamples } = resampling;
  const draws = { confusionMse: new Float64Array(resamples), recall: new Float64Array(resamples) };
  const observed = await drawScores([a, b], resampling, (scores, i) => {
    draws.confusionMse[i] = difference(scores, 'confusionMse');
    draws.recall[i] = difference(scores, 'recall');
  });
  const intervalOf = (metric: keyof PairedDifferences): Interval => ({
    difference: difference(observed, metric),
    ...(resamples > 0 ? percentileRange(draws[metric]) : { low: null, high: null }),
  });
  return { confusionMse: intervalOf('confusionMse'), recall: intervalOf('recall') };
}

function difference([a, b]: readonly Scores[], metric: keyof PairedDifferences): number {
  return b[metric] - a[metric];
}
