import type { Layout } from '../dataset/layout.ts';
import { type ReadTasks, readTaskTexts } from '../dataset/read-task-texts.ts';
import { classifier } from '../dataset/targets.ts';
import { readTokens } from '../dataset/task-tokens.ts';
import { targetDefinition } from '../experiment/dataset.ts';
import type { Experiment } from '../experiment/definition.ts';
import { experimentOfRun } from '../experiment/read-specification.ts';
import type { PredictedTarget, TaskPrediction } from '../protocol/prediction.ts';
import { type CalibratedPrediction, CalibratedPredictor } from './calibrated-predictor.ts';
import { PolicyInUse } from './policy-in-use.ts';
import { pickTasks, type RunPredictor, type RunTarget } from './run-predictor.ts';
import type { RunTasks } from './run-tasks.ts';
import { TaskStandings } from './task-standing.ts';

/** A probability that differs by more from a fit's file is for other counts. */
const tolerance = 1e-3;

/** A group of tasks to be predicted by the same fits. */
interface Question {
  readonly fits: readonly number[];
  readonly rows: number[];
}

/** The prediction for one task. */
type Answer = Pick<PredictedTarget, 'probabilities' | 'raw' | 'predicted' | 'explanation'>;

/** Predicts for single tasks from their text in an editor. */
export class TaskPredictor {
  readonly #run: RunPredictor;
  readonly #predictor: CalibratedPredictor;
  readonly #standings: TaskStandings;
  readonly #experiment: Experiment;
  readonly policy: PolicyInUse;

  private constructor(predictor: CalibratedPredictor, standings: TaskStandings) {
    this.#run = predictor.run;
    this.#predictor = predictor;
    this.#standings = standings;
    this.#experiment = experimentOfRun(predictor.run.record);
    this.policy = new PolicyInUse(predictor);
  }

  /** @throws RunUnreadable */
  static async load(run: string): Promise<TaskPredictor> {
    const predictor = await CalibratedPredictor.load(run);
    return new TaskPredictor(predictor, await TaskStandings.read(run, predictor.run.record));
  }

  /** Loads what the first answer needs: the models, and the tasks they were trained on. */
  async warm(): Promise<void> {
    const nothing = this.#run.tasksOfCounts([[]]);
    for (const { target } of this.#trained) this.#run.predict(nothing, target);
    await this.#standings.names();
  }

  /**
   * Tasks that fits were evaluated on get the predictions of these fits, others those of all fits.
   *
   * @param texts     of one task each
   * @param explained with explanations
   * @param pause     awaited between the targets: others can be served meanwhile, and an error from it ends the work
   * @throws RunUnreadable if a fit cannot be loaded
   */
  async predict(
    texts: readonly string[],
    layout: Layout,
    explained: boolean,
    pause: () => Promise<void> = async () => {},
  ): Promise<TaskPrediction[]> {
    const read = readTaskTexts(texts, layout);
    const labelled = texts.map((text, i) => read.row[i] >= 0 && hasParameters(text, layout));
    const tasks = this.#run.tasksOf(read.counts);
    const used = [...texts.keys()].filter((i) => read.row[i] >= 0);
    const targets: PredictedTarget[][] = [];
    for (const [i, target] of this.#trained.entries()) {
      if (i > 0) await pause();
      targets.push(await this.#predictTarget(target, tasks, used, read, labelled, explained));
    }
    const untrained = this.#run.targets.filter(({ fits }) => fits.length === 0).map(({ target }) => target);
    const place = new Map(used.map((i, row) => [i, row]));
    return texts.map((_, i) => {
      const row = place.get(i);
      return {
        name: read.name[i],
        problem: read.problem[i],
        targets: row === undefined ? [] : targets.map((predicted) => predicted[row]),
        untrained: [...untrained],
        unknownPairs: row === undefined ? 0 : tasks.unknown[row],
      };
    });
  }

  /** Targets that have a complete fit. */
  get #trained(): readonly RunTarget[] {
    return this.#run.targets.filter(({ fits }) => fits.length > 0);
  }

  /** @returns [rows] */
  async #predictTarget(
    asked: RunTarget,
    tasks: RunTasks,
    used: readonly number[],
    read: ReadTasks,
    labelled: readonly boolean[],
    explained: boolean,
  ): Promise<PredictedTarget[]> {
    const { target, classes, fits } = asked;
    const heldOut = used.map((i) => this.#standings.heldOut(read.name[i], target));
    const answers: Answer[] = [];
    for (const question of questions(heldOut.map((one) => one?.fits.map(({ fit }) => fit) ?? fits))) {
      const picked = pickTasks(tasks, question.rows);
      const predicted = this.#predictor.predict(picked, asked, question.fits);
      const { recommended: classOf } = predicted;
      const why = explained ? this.#run.explain(picked, target, { fits: question.fits, classOf }) : [];
      for (const [i, row] of question.rows.entries()) {
        answers[row] = { ...rowOf(predicted, i, classes.length), explanation: why[i] ?? null };
      }
    }
    const classOf = this.#classifier(target);
    const values = read.parameters.get(target);
    const recorded = (row: number): string => {
      const value = values?.index[row] ?? -1;
      return classOf(value < 0 ? undefined : values?.values[value]);
    };
    const predictions = used.map(async (i, row): Promise<PredictedTarget> => {
      const own = answers[row];
      const evaluated = heldOut[row];
      const written = evaluated && rowOf(this.#predictor.join(target, classes, evaluated.fits), 0, classes.length);
      const edited = written !== undefined && own.raw.some((p, c) => Math.abs(p - written.raw[c]) > tolerance);
      const { raw, probabilities, predicted } = written !== undefined && !edited ? written : own;
      return {
        target,
        classes: [...classes],
        probabilities,
        raw,
        predicted,
        default: classOf(undefined),
        recorded: labelled[i] ? recorded(row) : null,
        standing: evaluated ? 'held-out' : await this.#standings.others(read.name[i], target, labelled[i], fits),
        watched: evaluated !== undefined && this.#standings.watchesEvaluated,
        fits: evaluated?.fits.length ?? fits.length,
        edited,
        explanation: own.explanation,
      };
    });
    return Promise.all(predictions);
  }

  /** Finds the class of a raw value of a target. */
  #classifier(target: string): (value: string | undefined) => string {
    return classifier(target, targetDefinition(this.#experiment, target));
  }
}

function rowOf(
  { raw, calibrated, recommended }: CalibratedPrediction,
  row: number,
  classes: number,
): Omit<Answer, 'explanation'> {
  const [from, to] = [row * classes, (row + 1) * classes];
  return {
    raw: [...raw.subarray(from, to)],
    probabilities: [...calibrated.subarray(from, to)],
    predicted: recommended[row],
  };
}

/** Groups rows by the fits that predict them. */
function questions(fitsOf: readonly (readonly number[])[]): Iterable<Question> {
  const known = new Map<string, Question>();
  for (const [row, fits] of fitsOf.entries()) {
    const key = fits.join();
    const question = known.get(key) ?? { fits, rows: [] };
    question.rows.push(row);
    known.set(key, question);
  }
  return known.values();
}

function hasParameters(text: string, layout: Layout): boolean {
  return readTokens(text, layout).some(({ role, text: name }) => role === 'member' && name === 'parameters');
}
