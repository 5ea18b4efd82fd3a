import { isDeepStrictEqual } from 'node:util';
import { workflowOf } from '../dataset/history.ts';
import { allPredictions, type Predictions, readPredictions } from '../runs/read-predictions.ts';
import { RunUnreadable } from '../runs/read-run.ts';
import type { CalibratedPredictor } from './calibrated-predictor.ts';
import type { RunTarget } from './run-predictor.ts';

/** A run's predictions for its evaluated tasks, in the form of those for new ones. */
export interface EvaluatedTarget {
  readonly target: string;
  /** [tasks] names. */
  readonly tasks: readonly string[];
  /** [tasks] probability of the recommended class. */
  readonly confidence: Float64Array;
  /** [tasks] 1 if it is the decided class. */
  readonly correct: Uint8Array;
  readonly classes: readonly string[];
  /** [tasks] decided class. */
  readonly truth: Int32Array;
  /** [tasks] recommended class. */
  readonly recommended: Int32Array;
  /** [classes × classes] cost of a recommendation, row = truth; null if the experiment has none. */
  readonly costs: ArrayLike<number> | null;
}

/**
 * Fits that were evaluated on the same tasks (those of a repeated test) are averaged; folds follow each other.
 *
 * @throws RunUnreadable if predictions cannot be read, or lines of them are damaged
 */
export async function evaluatedTarget(
  predictor: CalibratedPredictor,
  { target, classes, fits }: RunTarget,
): Promise<EvaluatedTarget> {
  const { run, record } = predictor.run;
  const read = await Promise.all(fits.map((fit) => wholePredictions(run, target, fit, classes)));
  const together = record.protocol === 'cross-validation' ? fits.map((_, i) => [i]) : [fits.map((_, i) => i)];
  const tasks: string[] = [];
  const confidence: number[] = [];
  const truths: number[] = [];
  const recommendations: number[] = [];
  for (const block of together) {
    const [{ tasks: names, truth }] = block.map((i) => read[i]);
    if (block.some((i) => !isDeepStrictEqual(read[i].tasks, names))) {
      throw new RunUnreadable(`${run}: the fits of ${target} were not evaluated on the same tasks`);
    }
    const { calibrated, recommended } = predictor.join(
      target,
      classes,
      block.map((i) => ({ fit: fits[i], probabilities: read[i].probabilities })),
    );
    for (const [row, name] of names.entries()) {
      tasks.push(name);
      confidence.push(calibrated[row * classes.length + recommended[row]]);
      truths.push(truth[row]);
      recommendations.push(recommended[row]);
    }
  }
  const decision = predictor.decisionOf(target);
  return {
    target,
    tasks,
    confidence: Float64Array.from(confidence),
    correct: Uint8Array.from(truths, (truth, row) => (truth === recommendations[row] ? 1 : 0)),
    classes,
    truth: Int32Array.from(truths),
    recommended: Int32Array.from(recommendations),
    costs: typeof decision === 'string' ? null : decision.costs,
  };
}

async function wholePredictions(
  run: string,
  target: string,
  fit: number,
  classes: readonly string[],
): Promise<Predictions> {
  const predictions = await readPredictions(run, target, fit, classes, allPredictions);
  if (predictions.damaged === 0) return predictions;
  throw new RunUnreadable(`${run}: ${predictions.damaged} predictions of fit ${fit + 1} of ${target} are damaged`);
}

/** Workflows of tasks, numbered in the order of their sorted names, so that random numbers depend on the tasks alone. */
export function numberedWorkflows(tasks: readonly string[]): { readonly workflow: Int32Array; readonly count: number } {
  const names = tasks.map(workflowOf);
  const sorted = [...new Set(names)].sort();
  const number = new Map(sorted.map((name, i) => [name, i]));
  return { workflow: Int32Array.from(names, (name) => number.get(name) ?? 0), count: sorted.length };
}
