/*
 * What a model has to beat: two ways to decide that need no model.
 */

/** The most frequent class, the first of several. @param labels at least one */
export function mostFrequent(labels: ArrayLike<number>, classes: number): number {
  const counts = new Int32Array(classes);
  for (let i = 0; i < labels.length; i++) counts[labels[i]]++;
  return counts.indexOf(Math.max(...counts));
}

/** Decisions of tasks, in the order of the history. */
export interface DecidedTasks {
  /** [tasks] numbers in the history, ascending where the history is in order. */
  readonly rows: ArrayLike<number>;
  /** [tasks] classes. */
  readonly labels: ArrayLike<number>;
}

/**
 * Decides each task as the workflow's other tasks in training were decided: the most frequent class of these, the one of the
 * latest task where several are.
 *
 * @param workflows [tasks of the history] number of each one's workflow
 * @param otherwise class of tasks whose workflow has no others in training
 * @returns the classes, and for how many tasks the workflow was known
 */
export function asSameWorkflow(
  training: DecidedTasks,
  rows: ArrayLike<number>,
  workflows: ArrayLike<number>,
  classes: number,
  otherwise: number,
): { readonly predicted: Int32Array; readonly known: number } {
  const decisions = new Map<number, { readonly counts: Int32Array; readonly latest: Int32Array }>();
  for (let i = 0; i < training.rows.length; i++) {
    const [row, label] = [training.rows[i], training.labels[i]];
    const workflow = workflows[row];
    const of = decisions.get(workflow) ?? { counts: new Int32Array(classes), latest: new Int32Array(classes).fill(-1) };
    decisions.set(workflow, of);
    of.counts[label]++;
    of.latest[label] = Math.max(of.latest[label], row);
  }
  const predicted = new Int32Array(rows.length);
  let known = 0;
  for (let i = 0; i < rows.length; i++) {
    const of = decisions.get(workflows[rows[i]]);
    if (of) known++;
    predicted[i] = of ? usualOf(of.counts, of.latest) : otherwise;
  }
  return { predicted, known };
}

function usualOf(counts: Int32Array, latest: Int32Array): number {
  const most = Math.max(...counts);
  let best = -1;
  for (let c = 0; c < counts.length; c++) {
    if (counts[c] === most && (best === -1 || latest[c] > latest[best])) best = c;
  }
  return best;
}
