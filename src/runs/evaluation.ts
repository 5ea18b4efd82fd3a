import { decisionOfRun } from '../experiment/decision.ts';
import type { Decision } from '../measures/recommendation.ts';
import { readMarks } from './marks.ts';
import { allPredictions, type Predictions, readPredictions } from './read-predictions.ts';
import { RunUnreadable, readFit, readRun } from './read-run.ts';
import { type Recommended, recommend } from './recommended.ts';

/** What a run predicted for the tasks that one target was evaluated on. */
export interface Evaluation {
  /** Of the run. */
  readonly name: string;
  readonly seed: number;
  readonly classes: readonly string[];
  /** How one of them is recommended. */
  readonly decision: Decision;
  /** Complete fits. */
  readonly fits: number;
  readonly fitsPlanned: number;
  /** By name; where a name occurs several times in a fit, the later ones carry their number. */
  readonly tasks: ReadonlyMap<string, EvaluatedTask>;
}

export interface EvaluatedTask {
  readonly name: string;
  /** True class. */
  readonly truth: number;
  /** One for each fit that evaluated the task: the fit's place among the complete ones, and the class that it recommended. */
  readonly predicted: { readonly fit: number; readonly class: number }[];
  /** [classes] as the models give them, summed over those fits. */
  readonly raw: Float64Array;
  /** [classes] calibrated, summed over those fits. */
  readonly probabilities: Float64Array;
}

/** @throws RunUnreadable if the run or the predictions of a complete fit cannot be read, or lines of them are damaged */
export async function readEvaluation(folder: string, target: string): Promise<Evaluation> {
  const run = readRun(folder);
  const name = readMarks(folder).name ?? run.model;
  const classes = run.targets.find((one) => one.target === target)?.classes ?? [];
  const tasks = new Map<string, EvaluatedTask>();
  let fits = 0;
  for (let index = 0; index < run.fitsPerTarget; index++) {
    if (!readFit(folder, target, index)) continue;
    const predictions = await readPredictions(folder, target, index, classes, allPredictions);
    if (predictions.damaged > 0) {
      throw new RunUnreadable(
        `${name}: ${predictions.damaged} predictions of fit ${index + 1} of ${target} are damaged`,
      );
    }
    addFit(tasks, predictions, recommend(folder, run, target, index, predictions), classes.length, fits);
    fits++;
  }
  const decision = decisionOfRun(run, classes);
  return { name, seed: run.seed, classes, decision, fits, fitsPlanned: run.fitsPerTarget, tasks };
}

function addFit(
  tasks: Map<string, EvaluatedTask>,
  fitted: Predictions,
  { calibrated, recommended }: Recommended,
  classes: number,
  fit: number,
): void {
  const seen = new Map<string, number>();
  for (const [i, name] of fitted.tasks.entries()) {
    const before = seen.get(name) ?? 0;
    seen.set(name, before + 1);
    const key = before === 0 ? name : `${name}\n${before}`;
    const task = tasks.get(key) ?? emptyTask(name, fitted.truth[i], classes);
    task.predicted.push({ fit, class: recommended[i] });
    for (let c = 0; c < classes; c++) {
      task.raw[c] += fitted.probabilities[i * classes + c];
      task.probabilities[c] += calibrated[i * classes + c];
    }
    tasks.set(key, task);
  }
}

function emptyTask(name: string, truth: number, classes: number): EvaluatedTask {
  return { name, truth, predicted: [], raw: new Float64Array(classes), probabilities: new Float64Array(classes) };
}
