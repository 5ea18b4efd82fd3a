import { type History, taskName } from '../dataset/history.ts';
import type { Explanation } from '../protocol/explanation.ts';
import { pickTasks, type RunPredictor, type RunTarget } from './run-predictor.ts';
import type { RunTasks } from './run-tasks.ts';

/** Tasks predicted, and explained, at a time. */
const predictedTogether = 4096;
const explainedTogether = 256;

/** One target's prediction for a task. */
export interface TargetPrediction {
  readonly target: string;
  readonly classes: readonly string[];
  /** [classes] mean over the run's fits. */
  readonly probabilities: Float32Array;
  /** Of the predicted class, if requested. */
  readonly explanation?: Explanation;
}

export interface HistoryPrediction {
  readonly task: string;
  readonly predictions: readonly TargetPrediction[];
}

/**
 * The predictions for all tasks of a history, in its order, labelled or not.
 *
 * @param tasks   in the run's columns
 * @param targets the requested targets of the run; each has a complete fit
 */
export function* predictHistory(
  predictor: RunPredictor,
  history: History,
  tasks: RunTasks,
  targets: readonly RunTarget[],
  explained: boolean,
): Generator<HistoryPrediction> {
  const chunk = explained ? explainedTogether : predictedTogether;
  for (let from = 0; from < tasks.examples.rows; from += chunk) {
    const rows = Int32Array.from({ length: Math.min(chunk, tasks.examples.rows - from) }, (_, i) => from + i);
    const picked = pickTasks(tasks, rows);
    const answers = targets.map(({ target, classes }) => ({
      target,
      classes,
      probabilities: predictor.predict(picked, target),
      explanations: explained ? predictor.explain(picked, target) : [],
    }));
    for (const [i, row] of rows.entries()) {
      const predictions = answers.map(({ target, classes, probabilities, explanations }) => ({
        target,
        classes,
        probabilities: probabilities.subarray(i * classes.length, (i + 1) * classes.length),
        ...(explained && { explanation: explanations[i] }),
      }));
      yield { task: taskName(history, row), predictions };
    }
  }
}
