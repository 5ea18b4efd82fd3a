import { setImmediate } from 'node:timers/promises';
import { accuracyOf, classScores, confusionMse } from '../measures/confusion.ts';
import { type ResultMetric, resultMetrics } from '../measures/metrics.ts';
import { meanOf } from '../measures/spread.ts';
import { RandomState } from './random.ts';

/** Each task's truth and the predictions of a run's fits. */
export interface PredictedTasks {
  readonly classes: number;
  /** Fits of the run; every metric is the mean over them. */
  readonly fits: number;
  /** [predictions] number of the task's cluster, 0 … clusters − 1. A task has one prediction for each fit that evaluated it. */
  readonly cluster: Int32Array;
  /** [predictions] fit · classes² + truth · classes + prediction: the cell of the confusion matrices that it increases. */
  readonly cell: Int32Array;
}

export interface Resampling {
  /** Clusters of the tasks. */
  readonly clusters: number;
  /** Number of draws. */
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

/** Draws for an interval. */
export const resamples = 2000;

/** Predictions counted before the thread is yielded for a moment. */
const predictionsAtOnce = 1_000_000;

export type Scores = Readonly<Record<ResultMetric, number>>;

/** The range of 95 % of the resampled values. */
export interface Range {
  readonly low: number;
  readonly high: number;
}

/**
 * Bootstrap intervals of runs' metrics, each the mean over the run's fits as in its summary: see `drawScores`.
 *
 * @returns those of each run
 * @throws RangeError if there is no cluster or no draw
 * @throws the signal's reason once it is aborted
 */
export async function bootstrapScores(
  runs: readonly PredictedTasks[],
  resampling: Resampling,
): Promise<Readonly<Record<ResultMetric, Range>>[]> {
  if (resampling.resamples < 1) throw new RangeError('an interval needs at least one draw');
  const draws = runs.map(() => newDraws(resampling.resamples));
  await drawScores(runs, resampling, (scores, i) => {
    for (const [run, drawn] of draws.entries()) {
      for (const metric of resultMetrics) drawn[metric][i] = scores[run][metric];
    }
  });
  return draws.map((drawn) => ({
    confusionMse: percentileRange(drawn.confusionMse),
    recall: percentileRange(drawn.recall),
    precision: percentileRange(drawn.precision),
    f1: percentileRange(drawn.f1),
    accuracy: percentileRange(drawn.accuracy),
  }));
}

function newDraws(resamples: number): Record<ResultMetric, Float64Array> {
  const empty = (): Float64Array => new Float64Array(resamples);
  return { confusionMse: empty(), recall: empty(), precision: empty(), f1: empty(), accuracy: empty() };
}

/**
 * Draws whole clusters of tasks with replacement, the same for all runs, as many as there are (`randint(0, clusters, clusters)`
 * of NumPy's RandomState), and scores each run on each draw.
 *
 * Tasks of one workflow share their decision, so they are drawn together. The fits stay the same: intervals show what other
 * tasks would change, not what another training would.
 *
 * @param visit receives the runs' scores and the number of the draw
 * @returns the runs' scores on the observed tasks
 * @throws RangeError if there is no cluster
 * @throws the signal's reason once it is aborted
 */
export async function drawScores(
  runs: readonly PredictedTasks[],
  { clusters, resamples, seed, signal }: Resampling,
  visit: (scores: readonly Scores[], draw: number) => void,
): Promise<readonly Scores[]> {
  if (clusters < 1 || resamples < 0) {
    throw new RangeError(`a bootstrap needs clusters, but got ${clusters}, and ${resamples} resamples`);
  }
  const resampled = runs.map((run) => new ResampledRun(run, clusters));
  const observed = resampled.map((run) => run.scores(new Float64Array(clusters).fill(1)));
  const random = new RandomState(seed);
  const predictions = runs.reduce((sum, { cell }) => sum + cell.length, 0);
  const slice = Math.max(1, Math.floor(predictionsAtOnce / predictions));
  for (let i = 0; i < resamples; i++) {
    if (i % slice === slice - 1) await setImmediate(undefined, signal && { signal });
    const times = drawClusters(random, clusters);
    visit(
      resampled.map((run) => run.scores(times)),
      i,
    );
  }
  return observed;
}

/** [clusters] how often each was drawn. */
function drawClusters(random: RandomState, clusters: number): Float64Array {
  const times = new Float64Array(clusters);
  for (const cluster of random.randint(0, clusters, clusters)) times[cluster]++;
  return times;
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
    const sum = { confusionMse: 0, recall: 0, precision: 0, f1: 0, accuracy: 0 };
    for (let fit = 0; fit < fits; fit++) {
      const counts = this.#confusion.subarray(fit * classes * classes, (fit + 1) * classes * classes);
      const { recall, precision, f1 } = classScores(counts, classes);
      sum.confusionMse += confusionMse(counts, classes);
      sum.recall += meanOf(recall);
      sum.precision += meanOf(precision);
      sum.f1 += meanOf(f1);
      sum.accuracy += accuracyOf(counts, classes);
    }
    return {
      confusionMse: sum.confusionMse / fits,
      recall: sum.recall / fits,
      precision: sum.precision / fits,
      f1: sum.f1 / fits,
      accuracy: sum.accuracy / fits,
    };
  }
}

/** The 2.5th and the 97.5th percentile, with linear interpolation. @param draws at least one */
export function percentileRange(draws: Float64Array): Range {
  const sorted = draws.slice().sort();
  return { low: percentile(sorted, 2.5), high: percentile(sorted, 97.5) };
}

/** Like `numpy.percentile`: linear between the two nearest values. */
function percentile(sorted: Float64Array, percent: number): number {
  const place = ((sorted.length - 1) * percent) / 100;
  const below = Math.floor(place);
  const above = Math.min(below + 1, sorted.length - 1);
  return sorted[below] + (sorted[above] - sorted[below]) * (place - below);
}
