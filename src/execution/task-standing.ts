import { contentFingerprint } from '../dataset/content-fingerprint.ts';
import type { History } from '../dataset/history.ts';
import { InputError } from '../dataset/input-error.ts';
import { hashOf, NameTable } from '../dataset/name-table.ts';
import { readHistory } from '../dataset/read-history.ts';
import { readTaskNames } from '../dataset/read-task-names.ts';
import type { CheckedRun } from '../experiment/read-specification.ts';
import { splitOf, stopsEarly, watchesFolds } from '../measures/watched-folds.ts';
import type { Standing } from '../protocol/prediction.ts';
import type { FitRecord } from '../protocol/run.ts';
import { PredictionLines } from '../runs/prediction-lines.ts';
import { RunUnreadable, readFit } from '../runs/read-run.ts';
import { historyOfRun } from '../runs/run-paths.ts';
import type { FitProbabilities } from './calibrated-predictor.ts';
import { RowUses } from './row-uses.ts';

const encoder = new TextEncoder();

/** The predictions for a task by the fits that were evaluated on it. */
export interface HeldOut {
  /** Each with the probabilities that it gave, [classes]. */
  readonly fits: readonly FitProbabilities[];
}

/** How a run used tasks: which fits were evaluated on them, and whether others learned from them or watched them. */
export class TaskStandings {
  /** By target: the tasks that each complete fit was evaluated on. */
  readonly #evaluated: ReadonlyMap<string, readonly EvaluatedFit[]>;
  /** By target: the complete fits. */
  readonly #fits: ReadonlyMap<string, readonly FitRecord[]>;
  #names: Promise<NameTable | undefined> | undefined;
  readonly #uses = new Map<string, Promise<RowUses | undefined>>();

  private constructor(
    readonly run: string,
    readonly record: CheckedRun,
    evaluated: ReadonlyMap<string, readonly EvaluatedFit[]>,
    fits: ReadonlyMap<string, readonly FitRecord[]>,
  ) {
    this.#evaluated = evaluated;
    this.#fits = fits;
  }

  /** Reads which tasks a run's fits were evaluated on. */
  static async read(run: string, record: CheckedRun): Promise<TaskStandings> {
    const evaluated = new Map<string, readonly EvaluatedFit[]>();
    const records = new Map<string, readonly FitRecord[]>();
    for (const { target, classes } of record.targets) {
      const read = await evaluatedFits(run, record, target, classes);
      if (!read) continue;
      evaluated.set(target, read);
      records.set(
        target,
        read.map((one) => one.record),
      );
    }
    return new TaskStandings(run, record, evaluated, records);
  }

  /** Whether fits were evaluated on the same tasks that decided when to stop. */
  get watchesEvaluated(): boolean {
    return watchesFolds(this.record);
  }

  heldOut(name: string, target: string): HeldOut | undefined {
    const fits = (this.#evaluated.get(target) ?? []).flatMap(({ fit, lines }) => {
      const probabilities = lines.find(name);
      return probabilities ? [{ fit, probabilities }] : [];
    });
    return fits.length > 0 ? { fits } : undefined;
  }

  /** Names of the tasks in the run's history, which is read once; undefined if it has changed or is gone. */
  names(): Promise<NameTable | undefined> {
    this.#names ??= namesOf(historyOfRun(this.run, this.record), this.record);
    return this.#names;
  }

  /**
   * How a run used a task that no fit was evaluated on. This reads the run's history, once.
   *
   * @param labelled it has decisions
   * @param fits     the target's complete fits
   */
  async others(
    name: string,
    target: string,
    labelled: boolean,
    fits: readonly number[],
  ): Promise<Exclude<Standing, 'held-out'>> {
    // A task without decisions cannot have been learned from.
    if (!labelled) return 'new';
    const names = await this.names();
    if (!names) return 'unknown';
    const bytes = encoder.encode(name);
    const row = names.find(bytes, 0, bytes.length, hashOf(bytes, 0, bytes.length));
    if (row < 0) return 'new';
    const { protocol, fitsPerTarget, targets } = this.record;
    // Folds in time order never evaluate the first tasks.
    const isByTime = splitOf(this.record.experiment).by === 'time';
    if (protocol !== 'cross-validation' || isByTime) return this.#standingOfRow(row, target, names, fits);
    // Every task that is not set aside is evaluated by one of the fits, if all are complete.
    if (fits.length < fitsPerTarget) return 'unfinished';
    return this.#evaluated.size === targets.length ? 'unused' : 'unknown';
  }

  async #standingOfRow(
    row: number,
    target: string,
    names: NameTable,
    fits: readonly number[],
  ): Promise<'seen' | 'watched' | 'unused' | 'imported'> {
    const records = this.#fits.get(target) ?? [];
    // A model trained elsewhere, on unknown tasks.
    if (records.length > 0 && records.every(({ examples }) => examples.training === 0)) return 'imported';
    const uses = this.#uses.get(target) ?? RowUses.of(this.run, this.record, names, target, records);
    this.#uses.set(target, uses);
    const use = (await uses)?.of(row, fits) ?? 'learned';
    if (use === 'learned') return 'seen';
    return use === 'watched' && stopsEarly(this.record) ? 'watched' : 'unused';
  }
}

interface EvaluatedFit {
  /** Its index. */
  readonly fit: number;
  readonly record: FitRecord;
  readonly lines: PredictionLines;
}

/** Undefined if they cannot be read. */
async function evaluatedFits(
  run: string,
  { fitsPerTarget }: CheckedRun,
  target: string,
  classes: readonly string[],
): Promise<readonly EvaluatedFit[] | undefined> {
  try {
    const fits: EvaluatedFit[] = [];
    for (let fit = 0; fit < fitsPerTarget; fit++) {
      const record = readFit(run, target, fit);
      if (record) fits.push({ fit, record, lines: await PredictionLines.index(run, target, fit, classes) });
    }
    return fits;
  } catch (error) {
    // The models can still predict; only the tasks they were evaluated on are unknown.
    if (error instanceof RunUnreadable) return undefined;
    throw error;
  }
}

/** Names of the tasks of a run's history, in the order of its rows; undefined if its content has changed, or it is gone. */
async function namesOf(file: string, { history }: CheckedRun): Promise<NameTable | undefined> {
  try {
    const { names, fingerprint } = await readTaskNames(file);
    const isSame = fingerprint === history.sha256;
    // Usually all tasks are usable, and the names are enough.
    if (isSame && names.count === history.tasks) return names;
    // It may have been formatted.
    if (!isSame && history.content === undefined) return undefined;
    const read = await readHistory(file);
    return isSame || contentFingerprint(read) === history.content ? namesOfTasks(read) : undefined;
  } catch (error) {
    // It can no longer be read, so its tasks are unknown.
    if (error instanceof InputError) return undefined;
    throw error;
  }
}

function namesOfTasks({ tasks: { count, nameBytes, nameStart } }: History): NameTable {
  const names = new NameTable();
  for (let task = 0; task < count; task++) {
    const [from, to] = [nameStart[task], nameStart[task + 1]];
    names.intern(nameBytes, from, to, hashOf(nameBytes, from, to));
  }
  return names;
}
