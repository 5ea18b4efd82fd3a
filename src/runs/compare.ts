import path from 'node:path';
import { fewestClusters, resamples } from '../learning/bootstrap.ts';
import { pairedBootstrap } from '../learning/paired-bootstrap.ts';
import { recommendedClass } from '../measures/recommendation.ts';
import { splitOf } from '../measures/watched-folds.ts';
import type { ComparedPair, ComparedRun, Disagreement, PairResult } from '../protocol/compare-panel.ts';
import type { RunRecord } from '../protocol/run.ts';
import { type EvaluatedTask, type Evaluation, readEvaluation } from './evaluation.ts';
import { readMarks } from './marks.ts';
import { predictedTasks, workflowNumbers } from './predicted-tasks.ts';
import { RunUnreadable, readRun } from './read-run.ts';
import { readProgress } from './stored-fits.ts';

/** Disagreements of each kind that are listed; all are counted. */
const maxListed = 2000;

/** A run as comparisons show it. One that cannot be read says why, the others do not suffer from it. */
export function readComparedRun(folder: string): ComparedRun {
  try {
    return shownRun(folder, readProgress(folder, readRun(folder)).run);
  } catch (error) {
    if (!(error instanceof RunUnreadable)) throw error;
    return { folder, name: path.basename(folder), run: null, error: error.message };
  }
}

/** The same for a run whose record is at hand. The experiment with all its models is left out: the run is of one. */
export function shownRun(folder: string, run: RunRecord): ComparedRun {
  return {
    folder,
    name: readMarks(folder).name ?? run.model,
    run: { ...run, experiment: { split: splitOf(run.experiment) } },
    error: null,
  };
}

/**
 * Compares the predictions of two runs for one target, task by task: the differences with their intervals from a paired
 * bootstrap over workflows (see `pairedBootstrap`), seeded with the baseline's seed, and the tasks that one gets right and
 * the other wrong. Where a run has predicted a task in several fits, the mean of the probabilities decides which class it
 * names.
 *
 * @throws RunUnreadable
 */
export async function comparePair(
  baseline: string,
  other: string,
  target: string,
  signal?: AbortSignal,
): Promise<PairResult> {
  const a = await readEvaluation(baseline, target);
  const b = await readEvaluation(other, target);
  const reason = whyIncomparable(a, b);
  if (reason !== undefined) return { kind: 'incomparable', reason };
  const numbers = workflowNumbers(a);
  const { seed } = a;
  const draws = numbers.size < fewestClusters ? 0 : resamples;
  const resampling = { clusters: numbers.size, resamples: draws, seed, ...(signal && { signal }) };
  const intervals = await pairedBootstrap(predictedTasks(a, a, numbers), predictedTasks(b, a, numbers), resampling);
  return {
    kind: 'compared',
    tasks: a.tasks.size,
    workflows: numbers.size,
    resamples: draws,
    seed,
    ...intervals,
    ...findDisagreements(a, b),
  };
}

/** Why two runs cannot be compared task by task, a sentence; undefined if they can. */
function whyIncomparable(a: Evaluation, b: Evaluation): string | undefined {
  for (const run of [a, b]) {
    if (run.fits === 0) return `${run.name} has no complete fit of this target.`;
  }
  if (!sameNames(a.classes, b.classes)) {
    return `Different classes: ${a.name} has ${a.classes.join(', ')}, ${b.name} ${b.classes.join(', ')}.`;
  }
  const common = [...a.tasks.keys()].filter((task) => b.tasks.has(task));
  if (common.length < a.tasks.size || common.length < b.tasks.size) {
    return `Different test sets: ${evaluated(a)}, ${evaluated(b)}; ${tasksText(common.length)} in common. A difference between the scores may come from the tasks alone.`;
  }
  const changed = common.filter((task) => truthOf(a, task) !== truthOf(b, task));
  if (changed.length === 0) return undefined;
  return `Different truths: ${tasksText(changed.length)} of ${common.length} had another decision when ${b.name} was evaluated.`;
}

function truthOf({ classes, tasks }: Evaluation, key: string): string | undefined {
  const task = tasks.get(key);
  return task && classes[task.truth];
}

function sameNames(a: readonly string[], b: readonly string[]): boolean {
  return a.length === b.length && a.every((name) => b.includes(name));
}

function evaluated({ name, tasks, fits, fitsPlanned }: Evaluation): string {
  const part = fits < fitsPlanned ? ` in ${fits} of ${fitsPlanned} fits` : '';
  return `${name} was evaluated on ${tasksText(tasks.size)}${part}`;
}

function tasksText(count: number): string {
  return `${count.toLocaleString('en')} task${count === 1 ? '' : 's'}`;
}

function findDisagreements(a: Evaluation, b: Evaluation): Pick<ComparedPair, 'right' | 'baselineRight' | 'otherRight'> {
  const right = { both: 0, baseline: 0, other: 0, neither: 0 };
  const baselineRight: Disagreement[] = [];
  const otherRight: Disagreement[] = [];
  for (const [key, task] of a.tasks) {
    const answer = meanAnswer(a, task);
    const otherAnswer = meanAnswer(b, b.tasks.get(key) ?? task);
    const truth = a.classes[task.truth];
    const [isRight, otherIsRight] = [answer.class === truth, otherAnswer.class === truth];
    if (isRight === otherIsRight) {
      right[isRight ? 'both' : 'neither']++;
      continue;
    }
    right[isRight ? 'baseline' : 'other']++;
    (isRight ? baselineRight : otherRight).push({
      task: task.name,
      truth,
      baseline: answer.class,
      baselineProbability: answer.probability,
      other: otherAnswer.class,
      otherProbability: otherAnswer.probability,
    });
  }
  return { right, baselineRight: listed(baselineRight), otherRight: listed(otherRight) };
}

function meanAnswer({ classes, decision }: Evaluation, { raw, probabilities, predicted }: EvaluatedTask) {
  const best = recommendedClass(decision, raw, probabilities, 0, classes.length);
  return { class: classes[best], probability: probabilities[best] / predicted.length };
}

function listed(all: readonly Disagreement[]): Disagreement[] {
  return all.toSorted((a, b) => (a.task < b.task ? -1 : 1)).slice(0, maxListed);
}
