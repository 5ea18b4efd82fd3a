import { bettingPValue } from './betting.ts';
import { meanOf } from './spread.ts';

/** Tasks of which it is known whether their recommended class is the one that was decided. */
export interface CheckedTasks {
  /** [tasks] probability that the recommended class is correct. */
  readonly confidence: ArrayLike<number>;
  /** [tasks] 1 where it is, 0 where it is not. */
  readonly correct: ArrayLike<number>;
  /** [tasks] number of the task's workflow. */
  readonly workflow: ArrayLike<number>;
  /** Numbers of all workflows, in an order that does not depend on the errors. */
  readonly order: ArrayLike<number>;
}

export interface RateSettings {
  /** The mean over workflows of the share of wrong tasks among those that are acted on. */
  readonly maxError: number;
  /** Probability with which it may be above that nevertheless. */
  readonly delta: number;
  /** Sizes from which larger ones are tried. */
  readonly starts?: number;
  /** A set of tasks of fewer workflows says nothing. */
  readonly minWorkflows?: number;
}

/** Starts and workflows by default. */
export const usualStarts = 5;
export const usualMinWorkflows = 20;

/** The tasks that may be acted on: the most confident ones. */
export interface ActThreshold {
  /** Least confidence of a task that is acted on; null = nothing may be acted on. */
  readonly threshold: number | null;
  readonly acted: number;
  /** Wrong ones among these. */
  readonly errors: number;
  /** Workflows with a task that is acted on. */
  readonly workflows: number;
  /** Mean over these of the share of wrong tasks; null without any. */
  readonly meanError: number | null;
  /** Sizes of sets of tasks, and the p values that they were found to have. */
  readonly tested: readonly (readonly [size: number, p: number])[];
}

/** Sets of tasks that are tried: as many as there are per cents. */
const parts = 100;

/**
 * The largest set of most confident tasks whose error is at most a rate, with a probability of at least 1 − delta: multi-start
 * fixed-sequence testing (Angelopoulos et al., Learn then Test, 2021) with betting p values. From each of the starts, at level
 * delta / starts, ever larger sets are tested until one fails.
 */
export function findActThreshold(tasks: CheckedTasks, settings: RateSettings): ActThreshold {
  const { maxError, delta, starts = usualStarts, minWorkflows = usualMinWorkflows } = settings;
  const level = delta / starts;
  const ranked = rank(tasks.confidence);
  const candidates = candidateSizes(ranked, tasks.confidence);
  const errorsOf = errorCounter(tasks);
  const known = new Map<number, number>();
  const pValue = (size: number): number => {
    const found = known.get(size);
    if (found !== undefined) return found;
    const { shares } = errorsOf(ranked.subarray(0, size));
    const p = shares.length < minWorkflows ? 1 : bettingPValue(shares, maxError, level);
    known.set(size, p);
    return p;
  };
  let chosen = 0;
  for (let start = 0; start < starts; start++) {
    for (const size of candidates.slice(Math.floor((start * candidates.length) / starts))) {
      if (pValue(size) > level) break;
      chosen = Math.max(chosen, size);
    }
  }
  const { errors, shares } = errorsOf(ranked.subarray(0, chosen));
  return {
    threshold: chosen === 0 ? null : tasks.confidence[ranked[chosen - 1]],
    acted: chosen,
    errors,
    workflows: shares.length,
    meanError: shares.length === 0 ? null : meanOf(shares),
    tested: [...known],
  };
}

/** Rows from the most to the least confident, ties by number. */
function rank(confidence: ArrayLike<number>): Uint32Array {
  return Uint32Array.from({ length: confidence.length }, (_, row) => row).sort(
    (a, b) => confidence[b] - confidence[a] || a - b,
  );
}

/** Distinct sizes, about one for each per cent of the tasks, that do not separate tasks of the same confidence. */
function candidateSizes(ranked: Uint32Array, confidence: ArrayLike<number>): number[] {
  const sizes = new Set<number>();
  const n = ranked.length;
  for (let part = 1; part <= parts && n > 0; part++) {
    let size = Math.ceil((part * n) / parts);
    while (size < n && confidence[ranked[size]] === confidence[ranked[size - 1]]) size++;
    sizes.add(size);
  }
  return [...sizes];
}

/** Wrong tasks among some. */
export interface ActedErrors {
  readonly errors: number;
  /** Of each workflow with such tasks, the share that is wrong; in the order of the workflows. */
  readonly shares: readonly number[];
}

/** Counts the wrong ones among tasks that are acted on. */
export function errorCounter({
  correct,
  workflow,
  order,
}: Omit<CheckedTasks, 'confidence'>): (acted: ArrayLike<number>) => ActedErrors {
  const placeOf = new Map(Array.from(order, (number, place) => [number, place]));
  const place = Int32Array.from(workflow, (number) => placeOf.get(number) ?? -1);
  return (acted) => {
    const all = new Int32Array(order.length);
    const wrong = new Int32Array(order.length);
    for (let i = 0; i < acted.length; i++) {
      const task = acted[i];
      all[place[task]]++;
      if (correct[task] === 0) wrong[place[task]]++;
    }
    let errors = 0;
    const shares: number[] = [];
    for (let i = 0; i < all.length; i++) {
      errors += wrong[i];
      if (all[i] > 0) shares.push(wrong[i] / all[i]);
    }
    return { errors, shares };
  };
}
