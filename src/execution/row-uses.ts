import { workflowOf } from '../dataset/history.ts';
import { InputError } from '../dataset/input-error.ts';
import type { NameTable } from '../dataset/name-table.ts';
import { splitFacts } from '../experiment/dataset.ts';
import type { Experiment } from '../experiment/definition.ts';
import { type CheckedRun, experimentOfRun } from '../experiment/read-specification.ts';
import { type FitPlan, planFits, type SplitFacts } from '../learning/fit-plan.ts';
import type { FitRecord } from '../protocol/run.ts';
import { readRunDataset } from './run-dataset.ts';

/** How fits used a task: to learn, only to choose when to stop, or not at all. */
export type RowUse = 'learned' | 'watched' | 'none';

/** How the fits of a target used each task of the history: their split is computed again. */
export class RowUses {
  readonly #plans: readonly FitPlan[];
  readonly #rows: number;
  readonly #known = new Map<string, readonly RowUse[]>();

  private constructor(plans: readonly FitPlan[], rows: number) {
    this.#plans = plans;
    this.#rows = rows;
  }

  /**
   * @param folder of the run
   * @param names  of the tasks, in the order of the rows
   * @param fits   complete ones, which must have the same split
   * @returns undefined if the split cannot be computed again
   */
  static async of(
    folder: string,
    run: CheckedRun,
    names: NameTable,
    target: string,
    fits: readonly FitRecord[],
  ): Promise<RowUses | undefined> {
    const { split } = experimentOfRun(run);
    const { validation } = run.specification.training;
    try {
      const facts = await factsFor(folder, run, split, names, target);
      if (!facts) return undefined;
      const plans = planFits(run.protocol, names.count, split, validation, facts);
      const isSame = ({ index, examples }: FitRecord): boolean =>
        plans[index]?.validation.length === examples.validation &&
        plans[index].evaluation.length === examples.evaluation;
      return fits.every(isSame) ? new RowUses(plans, names.count) : undefined;
    } catch (error) {
      // Not the run's history, or settings of another version.
      if (error instanceof InputError) return undefined;
      throw error;
    }
  }

  /** @param fits indices of the fits in question: a task that one of them learned from counts as learned */
  of(row: number, fits: readonly number[]): RowUse {
    const key = fits.join();
    const uses = this.#known.get(key) ?? this.#usesBy(fits);
    this.#known.set(key, uses);
    return uses[row];
  }

  #usesBy(fits: readonly number[]): readonly RowUse[] {
    const uses: RowUse[] = Array.from({ length: this.#rows }, () => 'none');
    const plans = this.#plans.filter(({ index }) => fits.includes(index));
    for (const { validation } of plans) for (const row of validation) uses[row] = 'watched';
    for (const { train } of plans) for (const row of train) uses[row] = 'learned';
    return uses;
  }
}

/** What the run's split depends on: usually the names are enough. Undefined if its history has changed, or is gone. */
async function factsFor(
  folder: string,
  run: CheckedRun,
  { by, stratify, order }: Experiment['split'],
  names: NameTable,
  target: string,
): Promise<SplitFacts | undefined> {
  if (!stratify && order === undefined) return by === 'workflow' ? { workflows: workflowsOf(names) } : {};
  const dataset = await readRunDataset(folder, run);
  const own = dataset?.targets.find(({ name }) => name === target);
  return dataset && own && dataset.tasks.count === names.count ? splitFacts(dataset, own) : undefined;
}

/** Numbers of the workflows in order of first appearance, as in datasets. */
function workflowsOf(names: NameTable): Int32Array {
  const known = new Map<string, number>();
  return Int32Array.from({ length: names.count }, (_, row) => {
    const workflow = workflowOf(names.name(row));
    const number = known.get(workflow) ?? known.size;
    known.set(workflow, number);
    return number;
  });
}
