import fs from 'node:fs';
import { taskName } from '../dataset/history.ts';
import { readHistory } from '../dataset/read-history.ts';
import { predictedClass } from '../measures/confusion.ts';
import type { DriverScope, Drivers } from '../protocol/drivers.ts';
import type { Explanation, TaskCount } from '../protocol/explanation.ts';
import { readPredictions } from '../runs/read-predictions.ts';
import { runFile } from '../runs/run-paths.ts';
import { Cancelled } from './cancelled.ts';
import { DriverSums } from './drivers.ts';
import { pickTasks, RunPredictor } from './run-predictor.ts';
import type { RunTasks } from './run-tasks.ts';

/** Maximum number of tasks explained for the contributions to a class. */
const maxTasks = 2000;
/** Tasks explained between two progress reports. */
const together = 32;

/** A run's prediction for a task. */
interface Evaluated {
  readonly name: string;
  readonly fit: number;
}

/** A history in a run's columns. */
interface KnownHistory {
  readonly key: string;
  readonly fingerprint: string;
  readonly tasks: RunTasks;
  /** Name → number of the task. */
  readonly places: ReadonlyMap<string, number>;
}

/** The tasks and the class whose contributions are computed. */
export interface DriversRequest {
  readonly target: string;
  /** The fit whose evaluated tasks are used; null = those of all fits, each explained by the fit that evaluated it. */
  readonly fit: number | null;
  readonly class: number;
  readonly scope: DriverScope;
  /** Maximum number of tasks explained. */
  readonly most?: number;
}

/** Explains a run. Keeps its models, and the last history, as long as the files stay the same. */
export class RunExplainer {
  #predictor: { readonly key: string; readonly predictor: RunPredictor } | undefined;
  #history: KnownHistory | undefined;

  /**
   * Why a fit predicts, or does not predict, a class for a task.
   *
   * @throws RunUnreadable
   */
  explain(
    run: string,
    target: string,
    fit: number,
    explainedClass: number,
    counts: readonly TaskCount[],
  ): { readonly explanation: Explanation; readonly unknown: number } {
    const predictor = this.#predictorOf(run);
    const tasks = predictor.tasksOfCounts([counts]);
    const [explanation] = predictor.explain(tasks, target, { fits: [fit], classOf: Int32Array.of(explainedClass) });
    return { explanation, unknown: tasks.unknown[0] };
  }

  /**
   * The contributions to a class.
   *
   * @param onProgress called with the number of tasks explained so far and in total
   * @throws RunUnreadable, InputError if the history cannot be read, Cancelled
   */
  async drivers(
    run: string,
    historyFile: string,
    question: DriversRequest,
    onProgress: (done: number, tasks: number) => void,
    isCancelled: () => boolean,
  ): Promise<{ readonly drivers: Drivers; readonly fingerprint: string }> {
    const predictor = this.#predictorOf(run);
    const evaluated = await evaluatedTasks(predictor, question);
    const { tasks, places, fingerprint } = await this.#historyOf(historyFile, predictor);
    if (isCancelled()) throw new Cancelled();
    const there = evaluated.filter(({ name }) => places.has(name));
    const picked = evenly(there, question.most ?? maxTasks);
    const sums = new DriverSums(predictor.columns);
    let done = 0;
    for (const [fit, names] of byFit(picked)) {
      const rows = names.map((name) => places.get(name) ?? 0);
      for (let from = 0; from < rows.length; from += together) {
        if (isCancelled()) throw new Cancelled();
        const some = pickTasks(tasks, rows.slice(from, from + together));
        const classOf = new Int32Array(some.examples.rows).fill(question.class);
        sums.add(predictor.attribute(some, question.target, { fits: [fit], classOf }), some.counts);
        done += some.examples.rows;
        onProgress(done, picked.length);
      }
    }
    return { drivers: sums.finish(evaluated.length, evaluated.length - there.length), fingerprint };
  }

  #predictorOf(run: string): RunPredictor {
    const key = `${stampOf(runFile(run))} ${run}`;
    if (this.#predictor?.key !== key) this.#predictor = { key, predictor: new RunPredictor(run) };
    return this.#predictor.predictor;
  }

  async #historyOf(file: string, predictor: RunPredictor): Promise<KnownHistory> {
    const key = `${stampOf(file)} ${predictor.run} ${file}`;
    if (this.#history?.key === key) return this.#history;
    this.#history = undefined;
    const history = await readHistory(file, { unlabelled: true });
    const places = new Map(Array.from({ length: history.tasks.count }, (_, task) => [taskName(history, task), task]));
    this.#history = { key, fingerprint: history.fingerprint, tasks: predictor.tasksOf(history), places };
    return this.#history;
  }
}

/** The tasks in question, in the order of the fits' files. */
async function evaluatedTasks(
  { run, targets }: RunPredictor,
  { target, fit: only, class: explained, scope }: DriversRequest,
): Promise<Evaluated[]> {
  const { classes, fits } = targets.find((one) => one.target === target) ?? { classes: [], fits: [] };
  const evaluated: Evaluated[] = [];
  for (const fit of fits) {
    if (only !== null && fit !== only) continue;
    const { tasks, probabilities } = await readPredictions(run, target, fit, classes);
    for (const [i, name] of tasks.entries()) {
      if (scope === 'predicted' && predictedClass(probabilities, i, classes.length) !== explained) continue;
      evaluated.push({ name, fit });
    }
  }
  return evaluated;
}

/** At most so many, at equal distances, so always the same ones. */
function evenly<Item>(items: readonly Item[], most: number): Item[] {
  if (items.length <= most) return [...items];
  return Array.from({ length: most }, (_, i) => items[Math.floor((i * items.length) / most)]);
}

function byFit(evaluated: readonly Evaluated[]): ReadonlyMap<number, string[]> {
  const names = new Map<number, string[]>();
  for (const { name, fit } of evaluated) {
    const known = names.get(fit);
    if (known) known.push(name);
    else names.set(fit, [name]);
  }
  return names;
}

/** Size and time of change; empty if there is no such file. */
function stampOf(file: string): string {
  const stats = fs.statSync(file, { throwIfNoEntry: false });
  return stats === undefined ? '' : `${stats.size} ${stats.mtimeMs}`;
}
