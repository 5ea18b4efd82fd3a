import type { IdenticalRows } from './identical-rows.ts';
import type { Target } from './targets.ts';

/** Tasks with the same errors at the same sites that were decided differently: no model of the errors can tell them apart. */
export interface LabelNoise {
  /** Tasks that have another one with the same errors. */
  readonly repeated: number;
  /** Tasks of groups with several decisions. */
  readonly conflicting: number;
  readonly conflicts: number;
  /** The highest accuracy that a model of the errors can reach on these tasks: the most frequent decision of each group. */
  readonly bestAccuracy: number;
  /** The same of macro recall: for each group the decision that has the largest share of its class there. */
  readonly bestRecall: number;
  /** Groups with several decisions, those of the most tasks first. */
  readonly review: readonly ConflictingTasks[];
}

/** Tasks of one group with several decisions. */
export interface ConflictingTasks {
  readonly tasks: number;
  /** Number of tasks by class, the most frequent first. */
  readonly classes: readonly { readonly class: number; readonly tasks: number }[];
  /** Numbers of tasks, a few of each class, those of the rarest first: these are the ones to review. */
  readonly examples: readonly number[];
}

/** Groups that are listed; all are counted. */
const maxReviewed = 50;
/** Tasks of a class that are listed for a group. */
const maxExamples = 3;

/** @param identical groups of the tasks with the same errors */
export function labelNoise({ group, groups }: IdenticalRows, { labels, classes, counts }: Target): LabelNoise {
  const width = classes.length;
  const decided = new Int32Array(groups * width);
  for (let task = 0; task < labels.length; task++) decided[group[task] * width + labels[task]]++;
  let [repeated, conflicting, correct, recall] = [0, 0, 0, 0];
  const conflicts: { readonly number: number; readonly tasks: number }[] = [];
  for (let number = 0; number < groups; number++) {
    const own = decided.subarray(number * width, (number + 1) * width);
    let [tasks, most, used, share] = [0, 0, 0, 0];
    for (let c = 0; c < width; c++) {
      if (own[c] === 0) continue;
      tasks += own[c];
      used++;
      most = Math.max(most, own[c]);
      share = Math.max(share, own[c] / counts[c]);
    }
    correct += most;
    recall += share;
    if (tasks > 1) repeated += tasks;
    if (used < 2) continue;
    conflicting += tasks;
    conflicts.push({ number, tasks });
  }
  const reviewed = conflicts.toSorted((a, b) => b.tasks - a.tasks).slice(0, maxReviewed);
  const examples = examplesOf(
    group,
    labels,
    reviewed.map(({ number }) => number),
  );
  return {
    repeated,
    conflicting,
    conflicts: conflicts.length,
    bestAccuracy: labels.length === 0 ? 1 : correct / labels.length,
    bestRecall: width === 0 ? 1 : recall / width,
    review: reviewed.map(({ number, tasks }) => {
      const sizes = Array.from(classes, (_, c) => ({ class: c, tasks: decided[number * width + c] }));
      const shown = sizes.filter((size) => size.tasks > 0).sort((a, b) => b.tasks - a.tasks);
      const found = examples.get(number);
      return {
        tasks,
        classes: shown,
        examples: shown.toReversed().flatMap((size) => found?.get(size.class) ?? []),
      };
    }),
  };
}

/** The first tasks of each class of some groups. */
function examplesOf(
  group: Int32Array,
  labels: Int32Array,
  wanted: readonly number[],
): ReadonlyMap<number, ReadonlyMap<number, number[]>> {
  const examples = new Map(wanted.map((number) => [number, new Map<number, number[]>()]));
  if (examples.size === 0) return examples;
  for (let task = 0; task < labels.length; task++) {
    const own = examples.get(group[task]);
    if (!own) continue;
    const ofClass = own.get(labels[task]) ?? [];
    if (ofClass.length < maxExamples) ofClass.push(task);
    own.set(labels[task], ofClass);
  }
  return examples;
}
