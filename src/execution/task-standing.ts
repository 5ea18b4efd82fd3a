import { contentFingerprint } from '../dataset/content-fingerprint.ts';
import { InputError } from '../dataset/input-error.ts';
import { hashOf, type NameTable } from '../dataset/name-table.ts';
import { readHistory } from '../dataset/read-history.ts';
import { readTaskNames } from '../dataset/read-task-names.ts';
import type { Standing } from '../protocol/prediction.ts';
import type { RunRecord } from '../protocol/run.ts';
import { PredictionLines } from '../runs/prediction-lines.ts';
import { RunUnreadable, readFit } from '../runs/read-run.ts';
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
  /** By target: what each complete fit was judged on. */
  readonly #evaluated: ReadonlyMap<string, readonly EvaluatedFit[]>;
  #names: Promise<NameTable | undefined> | undefined;

  private constructor(
    readonly run: string,
    readonly record: RunRecord,
    evaluated: ReadonlyMap<string, readonly EvaluatedFit[]>,
  ) {
    this.#evaluated = evaluated;
  }

  /** Reads what a run's fits were judged on. */
  static async read(run: string, record: RunRecord): Promise<TaskStandings> {
    const evaluated = new Map<string, readonly EvaluatedFit[]>();
    for (const { target, classes } of record.targets) {
      const fits = await evaluatedFits(run, record, target, classes);
      if (fits) evaluated.set(target, fits);
    }
    return new TaskStandings(run, record, evaluated);
  }

  heldOut(name: string, target: string): HeldOut | undefined {
    const fits: number[] = [];
    let sum: Float64Array | undefined;
    for (const { fit, lines } of this.#evaluated.get(target) ?? []) {
      const own = lines.find(name);
      if (!own) continue;
      fits.push(fit);
      sum = sum ? sum.map((total, c) => total + own[c]) : Float64Array.from(own);
    }
    return sum && { fits, probabilities: sum.map((total) => total / fits.length) };
  }

  /** Names of the run's history, which is read once; undefined if it has changed or is gone. */
  names(): Promise<NameTable | undefined> {
    this.#names ??= namesOf(historyFile(this.run, this.record), this.record);
    return this.#names;
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
    const names = await this.names();
    if (!names) return 'unknown';
    const bytes = encoder.encode(name);
    if (names.find(bytes, 0, bytes.length, hashOf(bytes, 0, bytes.length)) < 0) return 'new';
    const { protocol, fitsPerTarget, targets } = this.record;
    if (protocol !== 'cross-validation') return 'seen';
    // Every task that is not put aside is judged by one of the fits, if all have been done.
    if (fits.length < fitsPerTarget) return 'unfinished';
    return this.#evaluated.size === targets.length ? 'unused' : 'unknown';
  }
}

interface EvaluatedFit {
  /** Its index. */
  readonly fit: number;
  readonly lines: PredictionLines;
}

/** Undefined if they cannot be read. */
async function evaluatedFits(
  run: string,
  { fitsPerTarget }: RunRecord,
  target: string,
  classes: readonly string[],
): Promise<readonly EvaluatedFit[] | undefined> {
  try {
    const fits: EvaluatedFit[] = [];
    for (let fit = 0; fit < fitsPerTarget; fit++) {
      if (readFit(run, target, fit)) fits.push({ fit, lines: await PredictionLines.index(run, target, fit, classes) });
    }
    return fits;
  } catch (error) {
    // The models can still predict; only who was judged on what is not known.
    if (error instanceof RunUnreadable) return undefined;
    throw error;
  }
}

/** Names of a run's history; undefined if that says something else now, or is gone. */
async function namesOf(file: string, { history }: RunRecord): Promise<NameTable | undefined> {
  try {
    const { names, fingerprint } = await readTaskNames(file);
    if (fingerprint === history.sha256) return names;
    // It may have been formatted.
    if (history.content === undefined) return undefined;
    return contentFingerprint(await readHistory(file)) === history.content ? names : undefined;
  } catch (error) {
    // It cannot be read any more, so it is not known what it was.
    if (error instanceof InputError) return undefined;
    throw error;
  }
}
