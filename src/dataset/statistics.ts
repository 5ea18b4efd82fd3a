import { featureMatrix } from './features.ts';
import { type History, taskName, workflowOf } from './history.ts';
import { identicalRows } from './identical-rows.ts';
import { type LabelNoise, labelNoise } from './label-noise.ts';
import type { SparseRows } from './sparse-rows.ts';
import { inspectTargets, type Target } from './targets.ts';

/** What is in a history. */
export interface HistoryDescription {
  readonly tasks: number;
  /** Number of error codes. */
  readonly errors: number;
  /** Number of sites. */
  readonly sites: number;
  /** Pairs of code and site with a count, summed over the tasks, good and bad sites merged. */
  readonly nonzero: number;
  /** Share of zeros in [tasks × codes·sites] (slide 4: 99.75 %). */
  readonly sparsity: number;
  /** Share of the pairs of code and site that no task uses (slide 4: 66 %). */
  readonly pairsNeverUsed: number;
  /** Every code, those of most tasks first. */
  readonly codeUse: readonly Use[];
  /** Every site, those of most tasks first. */
  readonly siteUse: readonly Use[];
  readonly workflows: WorkflowSizes;
  readonly targets: readonly TargetDescription[];
}

export interface Use {
  readonly name: string;
  /** Tasks that have it with a count. */
  readonly tasks: number;
  /** Sum of its counts. */
  readonly count: number;
}

export interface WorkflowSizes {
  readonly count: number;
  /** Tasks per workflow; 0 without tasks. */
  readonly mean: number;
  readonly largest: number;
  /** [number of tasks, workflows with that many], ascending. */
  readonly distribution: readonly (readonly [tasks: number, workflows: number])[];
}

export interface TargetDescription {
  readonly name: string;
  /** Classes after merging, in the target's order. */
  readonly classes: readonly ClassSize[];
  /** Values as the file has them, the most frequent first; '' stands for missing ones too. */
  readonly rawValues: readonly ClassSize[];
  /** Tasks with the same errors and different decisions. */
  readonly noise: DescribedNoise;
}

export interface DescribedNoise extends Omit<LabelNoise, 'review'> {
  readonly review: readonly {
    readonly tasks: number;
    readonly classes: readonly ClassSize[];
    readonly examples: readonly { readonly name: string; readonly line: number; readonly class: string }[];
  }[];
}

export interface ClassSize {
  readonly name: string;
  readonly tasks: number;
}

export function describeHistory(history: History): HistoryDescription {
  const { matrix } = featureMatrix(history, { transform: 'none', sites: 'merged' });
  const [errors, sites] = [history.codes.length, history.sites.length];
  const nonzero = matrix.column.length;
  return {
    tasks: matrix.rows,
    errors,
    sites,
    nonzero,
    sparsity: 1 - share(nonzero, matrix.rows * matrix.columns),
    pairsNeverUsed: 1 - share(usedColumns(matrix), matrix.columns),
    ...describeUse(matrix, history),
    workflows: workflowSizes(history),
    targets: describeTargets(history),
  };
}

/** @param matrix counts of the history, good and bad sites merged */
export function describeUse(
  matrix: SparseRows,
  { codes, sites }: Pick<History, 'codes' | 'sites'>,
): Pick<HistoryDescription, 'codeUse' | 'siteUse'> {
  return {
    codeUse: use(matrix, codes, (column) => Math.floor(column / sites.length)),
    siteUse: use(matrix, sites, (column) => column % sites.length),
  };
}

/** A description in the form of `oap history inspect --json` (names from data are keys of Maps); `problems` are those kept, of `problemCount`. */
export function inspectionJson(
  description: HistoryDescription,
  { problems, problemCount, skipped }: Pick<History, 'problems' | 'problemCount' | 'skipped'>,
): Record<string, unknown> {
  const { targets, workflows, codeUse, siteUse, ...totals } = description;
  const sizes = (classes: readonly ClassSize[]) => new Map(classes.map(({ name, tasks }) => [name, tasks]));
  return {
    ...totals,
    targets: new Map(targets.map(({ name, classes }) => [name, sizes(classes)])),
    problems,
    problemCount,
    skipped,
    rawValues: new Map(targets.map(({ name, rawValues }) => [name, sizes(rawValues)])),
    noise: new Map(targets.map(({ name, noise }) => [name, noise])),
    workflows,
    codeUse,
    siteUse,
  };
}

/** part / whole; 0 if there is no whole. */
function share(part: number, whole: number): number {
  return whole === 0 ? 0 : part / whole;
}

function usedColumns({ column, columns }: SparseRows): number {
  const seen = new Uint8Array(Math.ceil(columns / 8));
  let used = 0;
  for (const at of column) {
    const bit = 1 << (at & 7);
    if ((seen[at >> 3] & bit) === 0) {
      seen[at >> 3] |= bit;
      used++;
    }
  }
  return used;
}

/** @param indexOf the name that a column belongs to */
function use(matrix: SparseRows, names: readonly string[], indexOf: (column: number) => number): Use[] {
  const tasks = new Int32Array(names.length);
  const counts = new Float64Array(names.length);
  const lastTask = new Int32Array(names.length).fill(-1);
  for (let row = 0; row < matrix.rows; row++) {
    for (let i = matrix.start[row]; i < matrix.start[row + 1]; i++) {
      const index = indexOf(matrix.column[i]);
      counts[index] += matrix.value[i];
      if (lastTask[index] !== row) tasks[index]++;
      lastTask[index] = row;
    }
  }
  return names
    .map((name, i) => ({ name, tasks: tasks[i], count: counts[i] }))
    .sort((a, b) => b.tasks - a.tasks || b.count - a.count);
}

function workflowSizes(history: History): WorkflowSizes {
  const sizes = new Map<string, number>();
  for (let task = 0; task < history.tasks.count; task++) {
    const workflow = workflowOf(taskName(history, task));
    sizes.set(workflow, (sizes.get(workflow) ?? 0) + 1);
  }
  const workflowsOf = new Map<number, number>();
  for (const size of sizes.values()) workflowsOf.set(size, (workflowsOf.get(size) ?? 0) + 1);
  const distribution = [...workflowsOf].sort(([a], [b]) => a - b);
  return {
    count: sizes.size,
    mean: share(history.tasks.count, sizes.size),
    largest: distribution.at(-1)?.[0] ?? 0,
    distribution,
  };
}

function describeTargets(history: History): TargetDescription[] {
  const identical = identicalRows([history.good, history.bad]);
  return inspectTargets(history).map((target) => ({
    name: target.name,
    classes: target.classes.map((className, i) => ({ name: className, tasks: target.counts[i] })),
    rawValues: rawValues(history, target.name),
    noise: describeNoise(history, target, labelNoise(identical, target)),
  }));
}

/** The same with names and lines. */
function describeNoise(
  history: History,
  { classes, labels }: Target,
  { review, ...totals }: LabelNoise,
): DescribedNoise {
  return {
    ...totals,
    review: review.map(({ tasks, classes: sizes, examples }) => ({
      tasks,
      classes: sizes.map((size) => ({ name: classes[size.class], tasks: size.tasks })),
      examples: examples.map((task) => ({
        name: taskName(history, task),
        line: history.tasks.line[task],
        class: classes[labels[task]],
      })),
    })),
  };
}

function rawValues(history: History, name: string): ClassSize[] {
  const tasks = new Map<string, number>();
  const parameter = history.parameters.get(name);
  for (const index of parameter?.index ?? []) {
    const value = index < 0 ? '' : (parameter?.values[index] ?? '');
    tasks.set(value, (tasks.get(value) ?? 0) + 1);
  }
  return [...tasks].map(([value, count]) => ({ name: value, tasks: count })).sort((a, b) => b.tasks - a.tasks);
}
