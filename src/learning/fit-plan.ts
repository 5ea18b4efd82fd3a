import { InputError } from '../dataset/input-error.ts';
import type { ProtocolName } from '../protocol/run.ts';
import { groupKFold, groupSplit } from './group-splits.ts';
import { kFold, latestSplit, type Split, timeFolds, trainTestSplit } from './splits.ts';
import { stratifiedGroupKFold, stratifiedGroupSplit } from './stratified-groups.ts';
import { stratifiedKFold, stratifiedSplit } from './stratified-splits.ts';

/** How an experiment divides its examples. */
export interface SplitSettings {
  /** Share of the examples (or workflows) used only for testing. */
  readonly test: number;
  readonly folds: number;
  readonly repeats: number;
  /** `workflow` keeps all tasks of a workflow on one side; `time` tests on later tasks. */
  readonly by: 'task' | 'workflow' | 'time';
  /** Every class has its share of the tasks (or, roughly, of the workflows) in every part. */
  readonly stratify?: boolean | undefined;
  /** Cross-validation with a validation share inside each fold, so that the held-out fold is not watched. */
  readonly nested?: boolean | undefined;
  readonly seed: number;
}

/** What splits depend on besides the number of examples; each only where the settings ask for it. */
export interface SplitFacts {
  /** [examples] number of each example's workflow, for splits by workflow. */
  readonly workflows?: ArrayLike<number> | undefined;
  /** [examples] class of each example, for stratified splits. */
  readonly labels?: ArrayLike<number> | undefined;
  /** [examples] the examples from the earliest to the latest, for splits by time; default: as they come. */
  readonly order?: Int32Array | undefined;
}

/** The rows that one fit is trained, watched and evaluated on, numbered in the whole history. */
export interface FitPlan {
  /** Number of the fold or repetition. */
  readonly index: number;
  readonly train: Int32Array;
  /** Watched by early stopping, never trained on. */
  readonly validation: Int32Array;
  /** Evaluated on after training. The same array as `validation` in cross-validation, unless that is nested. */
  readonly evaluation: Int32Array;
  /** Seed of everything random in the fit: `split.seed + index`. */
  readonly seed: number;
}

/**
 * The fits of one model and one target.
 *
 * - `holdout`: one fit. The test share is set aside for the evaluation, the validation share of the rest is watched.
 * - `cross-validation` (slide 16): `folds` folds of what is not set aside; each fit is watched and evaluated on its fold. The
 *   test share is not used. Nested, a validation share of each fold's training rows is watched instead.
 * - `repeated-test` (slide 19): `repeats` fits as in `holdout`, all with the same test rows; repetition i draws its
 *   validation rows with the seed `split.seed + i`. Repetition 0 is the holdout fit.
 *
 * @param examples        number of examples
 * @param validationShare share of the training rows (or workflows) to watch
 * @throws InputError if a part would be empty or there are too few examples or workflows for the folds
 */
export function planFits(
  protocol: ProtocolName,
  examples: number,
  split: SplitSettings,
  validationShare: number,
  facts: SplitFacts = {},
): FitPlan[] {
  const divide = divisionOf(split, facts);
  const inFile = Int32Array.from({ length: examples }, (_, row) => row);
  const all = split.by === 'time' ? (facts.order ?? inFile) : inFile;
  const outer = divide.inTwo(all, split.test, split.seed);
  switch (protocol) {
    case 'holdout':
      return planRepeats(divide, outer, { ...split, repeats: 1 }, validationShare);
    case 'repeated-test':
      return planRepeats(divide, outer, split, validationShare);
    case 'cross-validation':
      return divide.inFolds(outer.train, split.folds, split.seed).map(({ train, test }, index) => {
        const seed = seedOf(split, index);
        if (!split.nested) return { index, train, validation: test, evaluation: test, seed };
        const inner = divide.inTwo(train, validationShare, seed);
        return { index, train: inner.train, validation: inner.test, evaluation: test, seed };
      });
    default:
      throw new Error(`no protocol ${protocol satisfies never}`);
  }
}

function planRepeats(divide: Division, outer: Split, split: SplitSettings, validationShare: number): FitPlan[] {
  if (!Number.isInteger(split.repeats) || split.repeats < 1) {
    throw new InputError(`the number of repeats must be a whole number of at least 1, but is ${split.repeats}`);
  }
  return Array.from({ length: split.repeats }, (_, index) => {
    const seed = seedOf(split, index);
    const inner = divide.inTwo(outer.train, validationShare, seed);
    return { index, train: inner.train, validation: inner.test, evaluation: outer.test, seed };
  });
}

function seedOf(split: SplitSettings, index: number): number {
  const seed = split.seed + index;
  if (!Number.isInteger(seed) || seed < 0 || seed >= 2 ** 32) {
    throw new InputError(`fit ${index} would need the seed ${seed}; seeds are whole numbers from 0 to ${2 ** 32 - 1}`);
  }
  return seed;
}

/** Ways to divide rows of the history; the parts are rows of the history again. */
interface Division {
  inTwo(rows: Int32Array, testShare: number, seed: number): Split;
  inFolds(rows: Int32Array, folds: number, seed: number): Split[];
}

function divisionOf({ by, stratify }: SplitSettings, facts: SplitFacts): Division {
  switch (by) {
    case 'task':
      return stratify ? byTaskAndClass(facts) : byTask;
    case 'workflow':
      return stratify ? byWorkflowAndClass(facts) : byWorkflow(facts);
    case 'time':
      if (stratify) throw new InputError('a split by time cannot be stratified: the time decides where each task goes');
      return byTime;
    default:
      throw new Error(`no split by ${by satisfies never}`);
  }
}

/** The rows are in the order of time. */
const byTime: Division = {
  inTwo: (rows, testShare) => rowsAt(rows, latestSplit(rows.length, testShare)),
  inFolds: (rows, folds) => timeFolds(rows.length, folds).map((split) => rowsAt(rows, split)),
};

const byTask: Division = {
  inTwo: (rows, testShare, seed) => rowsAt(rows, trainTestSplit(rows.length, testShare, seed)),
  inFolds: (rows, folds, seed) => kFold(rows.length, folds, seed).map((split) => rowsAt(rows, split)),
};

function byTaskAndClass(facts: SplitFacts): Division {
  const labelsOf = reader(facts.labels, 'class');
  return {
    inTwo: (rows, testShare, seed) => rowsAt(rows, stratifiedSplit(labelsOf(rows), testShare, seed)),
    inFolds: (rows, folds, seed) => stratifiedKFold(labelsOf(rows), folds, seed).map((split) => rowsAt(rows, split)),
  };
}

function byWorkflow(facts: SplitFacts): Division {
  const groupsOf = reader(facts.workflows, 'workflow');
  return {
    inTwo: (rows, testShare, seed) => rowsAt(rows, groupSplit(groupsOf(rows), testShare, seed)),
    inFolds: (rows, folds, seed) => groupKFold(groupsOf(rows), folds, seed).map((split) => rowsAt(rows, split)),
  };
}

function byWorkflowAndClass(facts: SplitFacts): Division {
  const groupsOf = reader(facts.workflows, 'workflow');
  const labelsOf = reader(facts.labels, 'class');
  return {
    inTwo: (rows, testShare, seed) =>
      rowsAt(rows, stratifiedGroupSplit(groupsOf(rows), labelsOf(rows), testShare, seed)),
    inFolds: (rows, folds, seed) =>
      stratifiedGroupKFold(groupsOf(rows), labelsOf(rows), folds, seed).map((split) => rowsAt(rows, split)),
  };
}

/** Values of rows. */
function reader(values: ArrayLike<number> | undefined, what: string): (rows: Int32Array) => Int32Array {
  if (!values) throw new TypeError(`such a split needs the ${what} of every example`);
  return (rows) => rows.map((row) => values[row]);
}

function rowsAt(rows: Int32Array, places: Split): Split {
  return { train: places.train.map((place) => rows[place]), test: places.test.map((place) => rows[place]) };
}
