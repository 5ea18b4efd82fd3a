import type { Split } from './splits.ts';

/** What a split by task reveals about the test tasks: tasks of one workflow share their decision. */
export interface Leakage {
  /** Test tasks. */
  readonly tested: number;
  /** Test tasks whose workflow has training tasks as well. */
  readonly known: number;
  /** Known tasks with the most frequent class of their workflow's training tasks (of ties, the first class). */
  readonly same: number;
}

/**
 * @param groups [rows] workflow of each task
 * @param labels [rows] class of each task
 */
export function leakage(groups: ArrayLike<number>, labels: ArrayLike<number>, { train, test }: Split): Leakage {
  const counts = new Map<number, Map<number, number>>();
  for (const row of train) {
    const classes = counts.get(groups[row]) ?? new Map<number, number>();
    classes.set(labels[row], (classes.get(labels[row]) ?? 0) + 1);
    counts.set(groups[row], classes);
  }
  const usual = new Map(Array.from(counts, ([group, classes]) => [group, mostFrequent(classes)]));
  const known = test.filter((row) => usual.has(groups[row]));
  const same = known.filter((row) => usual.get(groups[row]) === labels[row]);
  return { tested: test.length, known: known.length, same: same.length };
}

function mostFrequent(counts: ReadonlyMap<number, number>): number {
  const [[label]] = [...counts].sort(([a, m], [b, n]) => n - m || a - b);
  return label;
}
