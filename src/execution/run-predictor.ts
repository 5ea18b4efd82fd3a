import path from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import type { HistoryCounts } from '../dataset/features.ts';
import { selectRows } from '../dataset/sparse-rows.ts';
import type { CheckedRun } from '../experiment/read-specification.ts';
import { meanAttributions } from '../learning/mean-attributions.ts';
import { predictedClass } from '../measures/confusion.ts';
import { loadPredictor } from '../models/load-predictor.ts';
import type { Predictor } from '../models/model.ts';
import { findModel } from '../models/registry.ts';
import type { Explanation, TaskCount } from '../protocol/explanation.ts';
import { RunUnreadable, readFit, readRun } from '../runs/read-run.ts';
import { readVocabulary } from '../runs/read-vocabulary.ts';
import { fitFile, fitFolder } from '../runs/run-paths.ts';
import { readModelFile } from '../runs/sealed-files.ts';
import { type Attributed, describeExplanation } from './explain.ts';
import { type Columns, type RunTasks, tasksOfCounts, tasksOfHistory } from './run-tasks.ts';

/** One of a run's decisions. */
export interface RunTarget {
  readonly target: string;
  readonly classes: readonly string[];
  /** Indices of the complete fits. */
  readonly fits: readonly number[];
}

export interface ExplainOptions {
  /** [tasks] the class to explain; default: the predicted one. */
  readonly classOf?: Int32Array;
  /** The fits to average; default: all complete ones. */
  readonly fits?: readonly number[];
  /** Maximum number of cells without a count, for trees. */
  readonly emptyCells?: number;
}

/** Maximum number of cells without a count in an explanation. */
const maxEmptyCells = 10;

/**
 * A run's models, for tasks of any history, labelled or not. Each fit is loaded at its first use and stays loaded, so that one
 * predictor serves many questions. Several fits are averaged, both probabilities and attributions.
 */
export class RunPredictor {
  readonly record: CheckedRun;
  readonly columns: Columns;
  readonly targets: readonly RunTarget[];
  readonly #loaded = new Map<string, Predictor>();

  /**
   * @param run its folder
   * @throws RunUnreadable if its record or its vocabulary cannot be read
   */
  constructor(readonly run: string) {
    this.record = readRun(run);
    this.columns = readVocabulary(run, this.record);
    this.targets = this.record.targets.map(({ target, classes }) => {
      const indices = Array.from({ length: this.record.fitsPerTarget }, (_, index) => index);
      return { target, classes, fits: indices.filter((index) => isComplete(run, target, classes, index)) };
    });
  }

  /** The tasks of a history in the run's columns. */
  tasksOf(history: HistoryCounts): RunTasks {
    return tasksOfHistory(history, this.columns);
  }

  /** Tasks with known counts only. */
  tasksOfCounts(tasks: readonly (readonly TaskCount[])[]): RunTasks {
    return tasksOfCounts(tasks, this.columns);
  }

  /**
   * Class probabilities, [tasks × classes].
   *
   * @param asked the fits to average; default: all complete ones
   * @throws RunUnreadable if no fit is complete, or one cannot be loaded or predicts values that are not numbers
   */
  predict({ examples }: Pick<RunTasks, 'examples'>, target: string, asked?: readonly number[]): Float32Array {
    const fits = this.#fitsOf(target, asked);
    const { classes } = this.#targetOf(target);
    const mean = new Float32Array(examples.rows * classes.length);
    for (const fit of fits) {
      const probabilities = this.#load(target, fit).predict(examples);
      if (!probabilities.every(Number.isFinite)) throw this.#damaged(target, fit);
      for (const [i, probability] of probabilities.entries()) mean[i] += probability / fits.length;
    }
    return mean;
  }

  /**
   * Why the run predicts its class, or another one, for each task.
   *
   * @throws RunUnreadable if no fit is complete, or one cannot be loaded
   */
  explain(tasks: RunTasks, target: string, options: ExplainOptions = {}): Explanation[] {
    const { classes } = this.#targetOf(target);
    const attributed = this.attribute(tasks, target, options);
    return Array.from({ length: tasks.examples.rows }, (_, task) =>
      describeExplanation(
        attributed,
        task,
        tasks.counts,
        this.columns,
        { target, class: classes[attributed.classOf[task]] },
        options.emptyCells ?? maxEmptyCells,
      ),
    );
  }

  /** What each cell adds, as numbers. @throws RunUnreadable if no fit is complete, or one cannot be loaded */
  attribute(tasks: RunTasks, target: string, options: Omit<ExplainOptions, 'emptyCells'> = {}): Attributed {
    const fits = this.#fitsOf(target, options.fits);
    const classOf = options.classOf ?? this.#predictedClasses(tasks, target, fits);
    const ofFits = fits.map((fit) => this.#load(target, fit).explain(tasks.examples, classOf));
    return { ...meanAttributions(ofFits), classOf };
  }

  #predictedClasses(tasks: RunTasks, target: string, fits: readonly number[]): Int32Array {
    const classes = this.#targetOf(target).classes.length;
    const probabilities = this.predict(tasks, target, fits);
    return Int32Array.from({ length: tasks.examples.rows }, (_, row) => predictedClass(probabilities, row, classes));
  }

  #fitsOf(target: string, asked?: readonly number[]): readonly number[] {
    const fits = asked ?? this.#targetOf(target).fits;
    if (fits.length === 0) throw new RunUnreadable(`${this.run} has no complete fit of the target ${target}`);
    return fits;
  }

  #targetOf(target: string): RunTarget {
    const found = this.targets.find((one) => one.target === target);
    if (!found) throw new RangeError(`the run has no target ${target}`);
    return found;
  }

  #load(target: string, fit: number): Predictor {
    const key = `${fit} ${target}`;
    const known = this.#loaded.get(key);
    if (known) return known;
    const loaded = this.#read(target, fit);
    this.#loaded.set(key, loaded);
    return loaded;
  }

  /** The weights of a fit are damaged: they were finite when they were written. */
  #damaged(target: string, fit: number): RunUnreadable {
    const file = findModel(this.record.specification.model)?.kind === 'trees' ? 'model.xgb.json' : 'weights.bin';
    const damaged = path.join(fitFolder(this.run, target, fit), file);
    return new RunUnreadable(`${damaged} is damaged: its model predicts values that are not finite numbers`);
  }

  #read(target: string, fit: number): Predictor {
    const { model: name, settings, attention } = this.record.specification;
    const model = findModel(name);
    if (!model) throw new RunUnreadable(`${this.run} is a run of the model ${name}, which this version does not have`);
    const { codes, sites } = this.columns;
    const shape = { errors: codes.length, sites: sites.length, classes: this.#targetOf(target).classes.length };
    const folder = fitFolder(this.run, target, fit);
    try {
      return loadPredictor(model, settings, attention, shape, (file) => readModelFile(this.run, target, fit, file));
    } catch (error) {
      if (error instanceof RunUnreadable) throw error;
      throw new RunUnreadable(
        `the model in ${folder} cannot be read: ${error instanceof Error ? error.message : String(error)}`,
      );
    }
  }
}

/** @throws RunUnreadable if the fit is not of these classes */
function isComplete(run: string, target: string, classes: readonly string[], index: number): boolean {
  const fit = readFit(run, target, index);
  if (fit && !isDeepStrictEqual(fit.classes, classes)) {
    const file = fitFile(fitFolder(run, target, index));
    throw new RunUnreadable(
      `${file} has the classes ${fit.classes.join(', ')}, expected those of the run: ${classes.join(', ')}`,
    );
  }
  return fit !== undefined;
}

/** Some of the tasks, in the given order. */
export function pickTasks({ counts, examples, unknown }: RunTasks, picked: ArrayLike<number>): RunTasks {
  return {
    counts: selectRows(counts, picked),
    examples: selectRows(examples, picked),
    unknown: Int32Array.from(picked, (task) => unknown[task]),
  };
}
