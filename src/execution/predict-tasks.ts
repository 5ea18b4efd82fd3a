import type { Explanation } from '../protocol/explanation.ts';
import type { CalibratedPredictor } from './calibrated-predictor.ts';
import { pickTasks, type RunTarget } from './run-predictor.ts';
import type { RunTasks } from './run-tasks.ts';

/** Tasks predicted, and explained, at a time. */
const predictedTogether = 4096;
const explainedTogether = 256;

/** One target's prediction for a task. */
export interface TargetPrediction {
  readonly target: string;
  readonly classes: readonly string[];
  /** [classes] of the models, the mean over the run's fits. */
  readonly raw: Float64Array;
  /** [classes] calibrated, the mean over the run's fits. */
  readonly probabilities: Float64Array;
  /** Number of the recommended class. */
  readonly recommended: number;
  /** Of the recommended class, if requested. */
  readonly explanation?: Explanation;
}

export interface TaskPredictions {
  readonly task: string;
  readonly predictions: readonly TargetPrediction[];
  /** Number of pairs of code and site unknown to the run. */
  readonly unknown: number;
}

/**
 * The predictions for tasks, in their order, labelled or not.
 *
 * @param nameOf  a task's name
 * @param tasks   in the run's columns
 * @param targets the requested targets of the run; each has a complete fit
 */
export function* predictTasks(
  predictor: CalibratedPredictor,
  nameOf: (task: number) => string,
  tasks: RunTasks,
  targets: readonly RunTarget[],
  explained: boolean,
): Generator<TaskPredictions> {
  const chunk = explained ? explainedTogether : predictedTogether;
  for (let from = 0; from < tasks.examples.rows; from += chunk) {
    const rows = Int32Array.from({ length: Math.min(chunk, tasks.examples.rows - from) }, (_, i) => from + i);
    const picked = pickTasks(tasks, rows);
    const answers = targets.map((one) => {
      const answer = predictor.predict(picked, one);
      const classOf = answer.recommended;
      const explanations = explained ? predictor.run.explain(picked, one.target, { classOf }) : [];
      return { ...one, ...answer, explanations };
    });
    for (const [i, row] of rows.entries()) {
      const predictions = answers.map(({ target, classes, raw, calibrated, recommended, explanations }) => ({
        target,
        classes,
        raw: raw.subarray(i * classes.length, (i + 1) * classes.length),
        probabilities: calibrated.subarray(i * classes.length, (i + 1) * classes.length),
        recommended: recommended[i],
        ...(explained && { explanation: explanations[i] }),
      }));
      yield { task: nameOf(row), predictions, unknown: picked.unknown[i] };
    }
  }
}
