import { fewestClusters } from './bootstrap.ts';
import { RandomState } from './random.ts';

const resamples = 2000;

/**
 * Between what the share of tasks that are acted on lies for other workflows: percentiles of draws of as many workflows as
 * there are, with replacement.
 *
 * @param acted      [workflows] tasks that are acted on
 * @param tasks      [workflows]
 * @param confidence of the interval, 0 … 1
 * @returns null with too few workflows to say
 */
export function shareInterval(
  acted: ArrayLike<number>,
  tasks: ArrayLike<number>,
  confidence: number,
  seed: number,
): readonly [low: number, high: number] | null {
  const workflows = tasks.length;
  if (workflows < fewestClusters) return null;
  const random = new RandomState(seed);
  const shares = Float64Array.from({ length: resamples }, () => {
    let [some, all] = [0, 0];
    for (const drawn of random.randint(0, workflows, workflows)) {
      some += acted[drawn];
      all += tasks[drawn];
    }
    return some / all;
  }).sort();
  const at = (part: number): number => shares[Math.round(part * (resamples - 1))];
  return [at((1 - confidence) / 2), at((1 + confidence) / 2)];
}
