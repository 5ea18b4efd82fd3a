import { bootstrapScores, fewestClusters, type PredictedTasks, resamples } from '../learning/bootstrap.ts';
import type { TargetIntervals } from '../protocol/result-intervals.ts';
import type { RunRecord } from '../protocol/run.ts';
import { readEvaluation } from './evaluation.ts';
import { predictedTasks, workflowNumbers } from './predicted-tasks.ts';

/**
 * 95 % intervals of a run's metrics, target by target, from a bootstrap over the workflows of its evaluated tasks (see
 * `bootstrapScores`), seeded with the run's seed. Targets without a complete fit are left out.
 *
 * @throws RunUnreadable
 * @throws the signal's reason once it is aborted
 */
export async function readIntervals(
  folder: string,
  { targets }: Pick<RunRecord, 'targets'>,
  signal?: AbortSignal,
): Promise<TargetIntervals[]> {
  const all: (TargetIntervals & { readonly predicted: PredictedTasks })[] = [];
  let seed = 0;
  for (const { target } of targets) {
    const evaluation = await readEvaluation(folder, target);
    if (evaluation.fits === 0) continue;
    seed = evaluation.seed;
    const numbers = workflowNumbers(evaluation);
    const predicted = predictedTasks(evaluation, evaluation, numbers);
    all.push({ target, tasks: evaluation.tasks.size, workflows: numbers.size, metrics: null, predicted });
  }
  // Targets of the same tasks share their draws.
  for (const clusters of new Set(all.map(({ workflows }) => workflows))) {
    if (clusters < fewestClusters) continue;
    const own = all.filter(({ workflows }) => workflows === clusters);
    const resampling = { clusters, resamples, seed, ...(signal && { signal }) };
    const ranges = await bootstrapScores(
      own.map(({ predicted }) => predicted),
      resampling,
    );
    for (const [i, one] of own.entries()) one.metrics = ranges[i];
  }
  return all.map(({ predicted: _, ...intervals }) => intervals);
}
