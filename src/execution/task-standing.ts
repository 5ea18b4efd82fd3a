import fs from 'node:fs';
import type { History } from '../dataset/history.ts';
import { InputError } from '../dataset/input-error.ts';
import { hashOf, NameTable } from '../dataset/name-table.ts';
import { readHistory } from '../dataset/read-history.ts';
import type { Standing } from '../protocol/prediction.ts';
import type { RunRecord } from '../protocol/run.ts';
import { type EvaluatedTask, readEvaluation } from '../runs/evaluation.ts';
import { RunUnreadable } from '../runs/read-run.ts';
import { historyFile } from '../runs/run-paths.ts';

const encoder = new TextEncoder();

/** What the fits of a run that were judged on a task said of it. */
export interface HeldOut {
  /** Indices of these fits. */
  readonly fits: readonly number[];
  /** [classes] their mean. */
  readonly probabilities: Float64Array;
}

/** How tasks stand to a run: which fits were judged on them, and whether others were trained on them. */
export class TaskStandings {
  readonly #evaluated: ReadonlyMap<string, ReadonlyMap<string, EvaluatedTask>>;
  #names: Promise<NameTable | undefined> | undefined;

  private constructor(
    readonly run: string,
    readonly record: RunRecord,
    evaluated: ReadonlyMap<string, ReadonlyMap<string, EvaluatedTask>>,
  ) {
    this.#evaluated = evaluated;
  }

  /** Reads what a run's fits were judged on. */
  static async read(run: string, record: RunRecord): Promise<TaskStandings> {
    const evaluated = new Map<string, ReadonlyMap<string, EvaluatedTask>>();
    for (const { target } of record.targets) {
      const tasks = await evaluatedTasks(run, target);
      if (tasks) evaluated.set(target, tasks);
    }
    return new TaskStandings(run, record, evaluated);
  }

  /** @param fits of the target that are complete, in the order of their indices */
  heldOut(name: string, target: string, fits: readonly number[]): HeldOut | undefined {
    const task = this.#evaluated.get(target)?.get(name);
    if (!task) return undefined;
    return {
      fits: task.predicted.map(({ fit }) => fits[fit]),
      probabilities: task.probabilities.map((sum) => sum / task.predicted.length),
    };
  }

  /**
   * How a task stands that no fit was judged on. The run's history is read for it, once.
   *
   * @param labelled it has decisions
   * @param fits     of the target that are complete
   */
  async others(name: string, labelled: boolean, fits: readonly number[]): Promise<Exclude<Standing, 'held-out'>> {
    // A task without decisions cannot have been learned from.
    if (!labelled) return 'new';
    this.#names ??= namesOf(historyFile(this.run, this.record), this.record);
    const names = await this.#names;
    if (!names) return 'unknown';
    const bytes = encoder.encode(name);
    if (names.find(bytes, 0, bytes.length, hashOf(bytes, 0, bytes.length)) < 0) return 'new';
    const { protocol, fitsPerTarget, targets } = this.record;
    if (protocol !== 'cross-validation') return 'seen';
    // Every task that is not put aside is judged by one of the fits, if all have been done.
    return fits.length === fitsPerTarget && this.#evaluated.size === targets.length ? 'unused' : 'unknown';
  }
}

/** Undefined if they cannot be read. */
async function evaluatedTasks(run: string, target: string): Promise<ReadonlyMap<string, EvaluatedTask> | undefined> {
  try {
    return (await readEvaluation(run, target)).tasks;
  } catch (error) {
    // The models can still predict; only who was judged on what is not known.
    if (error instanceof RunUnreadable) return undefined;
    throw error;
  }
}

/** Names of a run's history; undefined if that has changed or is gone. */
async function namesOf(file: string, { history }: RunRecord): Promise<NameTable | undefined> {
  try {
    if (fs.statSync(file, { throwIfNoEntry: false })?.size !== history.bytes) return undefined;
    const read = await readHistory(file);
    return read.fingerprint === history.sha256 ? tableOf(read) : undefined;
  } catch (error) {
    // It cannot be read any more, so it is not known what it was.
    if (error instanceof InputError) return undefined;
    throw error;
  }
}

function tableOf({ tasks: { count, nameBytes, nameStart } }: Pick<History, 'tasks'>): NameTable {
  const names = new NameTable();
  for (let task = 0; task < count; task++) {
    const [from, to] = [nameStart[task], nameStart[task + 1]];
    names.intern(nameBytes, from, to, hashOf(nameBytes, from, to));
  }
  return names;
}
