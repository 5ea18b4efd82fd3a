import { setImmediate } from 'node:timers/promises';
import { classScores, confusionMse } from '../measures/confusion.ts';
import { meanOf } from '../measures/spread.ts';
import { RandomState } from './random.ts';

/** Each task's truth and the predictions of a run's fits, task after task in the same order for both runs. */
export interface PredictedTasks {
  readonly classes: number;
  /** Fits of the run; every metric is the mean over them. */
  readonly fits: number;
  /** [predictions] number of the task's cluster, 0 … clusters − 1. A task has one prediction for each fit that evaluated it. */
  readonly cluster: Int32Array;
  /** [predictions] fit · classes² + truth · classes + prediction: the cell of the confusion matrices that it increases. */
  readonly cell: Int32Array;
}

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

export interface Resampling {
  /** Clusters of the tasks, the same for both runs. */
  readonly clusters: number;
  /** Number of draws; 0 = differences without intervals. */
  readonly resamples: number;
  /** Whole number from 0 to 2³² − 1. */
  readonly seed: number;
  readonly signal?: AbortSignal;
}

/**
 * Minimum number of clusters for intervals. The bootstrap takes the observed clusters for all possible ones: with a single one
 * every draw is the same, and with a few the ends of an interval are the draws that miss one or two of them.
 */
export const fewestClusters = 10;

/** Predictions counted before the thread is yielded for a moment. */
const predictionsAtOnce = 1_000_000;

/**
 * Paired bootstrap of two runs on the same tasks: whole clusters of tasks are drawn with replacement, the same for both
 * runs, as many as there are (`randint(0, clusters, clusters)` of NumPy's RandomState); each draw gives a difference b − a
 * of confusion MSE and of macro recall, each the mean over the run's fits as in its summary. The interval has the 2.5th
 * and the 97.5th percentile (linear interpolation) of the draws.
 *
 * Tasks of one workflow share their decision, so they are drawn together. The fits stay the same: the interval shows what
 * other tasks would change, not what another training would.
 *
 * @throws RangeError if there is no cluster
 * @throws the signal's reason once it is aborted
 */
export async function pairedBootstrap(
  a: PredictedTasks,
  b: PredictedTasks,
  { clusters, resamples, seed, signal }: Resampling,
): Promise<PairedDifferences> {
  if (clusters < 1 || resamples < 0) {
    throw new RangeError(`a bootstrap needs clusters, but got ${clusters}, and ${resamples} resamples`);
  }
  const sides = [new ResampledRun(a, clusters), new ResampledRun(b, clusters)] as const;
  const once = new Float64Array(clusters).fill(1);
  const observed = differences(sides, once);
  const draws = { confusionMse: new Float64Array(resamples), recall: new Float64Array(resamples) };
  const random = new RandomState(seed);
  const slice = Math.max(1, Math.floor(predictionsAtOnce / (a.cell.length + b.cell.length)));
  for (let i = 0; i < resamples; i++) {
    if (i % slice === slice - 1) await setImmediate(undefined, signal && { signal });
    const drawn = differences(sides, drawClusters(random, clusters));
    draws.confusionMse[i] = drawn.confusionMse;
    draws.recall[i] = drawn.recall;
  }
  return {
    confusionMse: intervalOf(observed.confusionMse, draws.confusionMse),
    recall: intervalOf(observed.recall, draws.recall),
  };
}

/** [clusters] how often each was drawn. */
function drawClusters(random: RandomState, clusters: number): Float64Array {
  const times = new Float64Array(clusters);
  for (const cluster of random.randint(0, clusters, clusters)) times[cluster]++;
  return times;
}

interface Scores {
  readonly confusionMse: number;
  readonly recall: number;
}

function differences([a, b]: readonly [ResampledRun, ResampledRun], times: Float64Array): Scores {
  const [of, on] = [a.scores(times), b.scores(times)];
  return { confusionMse: on.confusionMse - of.confusionMse, recall: on.recall - of.recall };
}

/** A run whose tasks count as often as their clusters were drawn. */
class ResampledRun {
  readonly #tasks: PredictedTasks;
  /** [fits × classes × classes], refilled by each draw. */
  readonly #confusion: Float64Array;

  constructor(tasks: PredictedTasks, clusters: number) {
    const { classes, fits, cluster, cell } = tasks;
    if (cluster.length !== cell.length || cluster.some((number) => number < 0 || number >= clusters)) {
      throw new RangeError(`every prediction needs a cell and a cluster below ${clusters}`);
    }
    this.#tasks = tasks;
    this.#confusion = new Float64Array(fits * classes * classes);
  }

  scores(times: Float64Array): Scores {
    const { classes, fits, cluster, cell } = this.#tasks;
    this.#confusion.fill(0);
    for (let i = 0; i < cell.length; i++) this.#confusion[cell[i]] += times[cluster[i]];
    let mse = 0;
    let recall = 0;
    for (let fit = 0; fit < fits; fit++) {
      const counts = this.#confusion.subarray(fit * classes * classes, (fit + 1) * classes * classes);
      mse += confusionMse(counts, classes);
      recall += meanOf(classScores(counts, classes).recall);
    }
    return { confusionMse: mse / fits, recall: recall / fits };
  }
}

function intervalOf(difference: number, draws: Float64Array): Interval {
  if (draws.length === 0) return { difference, low: null, high: null };
  const sorted = draws.slice().sort();
  return { difference, low: percentile(sorted, 2.5), high: percentile(sorted, 97.5) };
}

/** Like `numpy.percentile`: linear between the two nearest values. */
function percentile(sorted: Float64Array, percent: number): number {
  const place = ((sorted.length - 1) * percent) / 100;
  const below = Math.floor(place);
  const above = Math.min(below + 1, sorted.length - 1);
  return sorted[below] + (sorted[above] - sorted[below]) * (place - below);
}
