import * as l10n from '@vscode/l10n';
import * as z from 'zod/mini';
import type { SampleTable } from './sample-table.ts';

export const outcomes = ['all', 'right', 'wrong'] as const;

export const outcomeText: Readonly<Record<(typeof outcomes)[number], string>> = {
  all: l10n.t('correct and incorrect'),
  right: l10n.t({ message: 'correct', comment: ['of a prediction'] }),
  wrong: l10n.t({ message: 'incorrect', comment: ['of a prediction'] }),
};

/** One side of a threshold: samples whose probability of a class is at least so high, or is not. */
const thresholdSide = z.object({
  class: z.int(),
  at: z.number(),
  above: z.boolean(),
  /** Whether they are of that class. */
  ofClass: z.boolean(),
});
export type ThresholdSide = z.infer<typeof thresholdSide>;

/** Which samples are shown. */
export const sampleFilter = z.object({
  /** Part of the task's name; case does not matter. */
  text: z.string(),
  outcome: z.enum(outcomes),
  /** Numbers of classes; null = any. */
  truth: z.nullable(z.int()),
  predicted: z.nullable(z.int()),
  /** An error code and a site of the task, together; empty = any. */
  code: z.string(),
  site: z.string(),
  /** Ends of the predicted class's probability, both inclusive. */
  from: z.number(),
  to: z.number(),
  side: z.nullable(thresholdSide),
});
export type SampleFilter = z.infer<typeof sampleFilter>;

export const anySample: SampleFilter = {
  text: '',
  outcome: 'all',
  truth: null,
  predicted: null,
  code: '',
  site: '',
  from: 0,
  to: 1,
  side: null,
};

export const sortKeys = ['task', 'fit', 'truth', 'predicted', 'confidence', 'correct', 'margin'] as const;
export type SortKey = (typeof sortKeys)[number];

export const sampleOrder = z.object({ by: z.enum(sortKeys), descending: z.boolean() });
export type SampleOrder = z.infer<typeof sampleOrder>;

/** What the model was least sure of comes first. */
export const firstOrder: SampleOrder = { by: 'margin', descending: false };

/**
 * The samples that a filter lets through, in the table's order.
 *
 * @param fit      null = of all fits
 * @param withCell tasks with the filter's code and site; null while that is not known, or not requested
 */
export function filterSamples(
  table: SampleTable,
  filter: SampleFilter,
  fit: number | null,
  withCell: ReadonlySet<number> | null,
): Int32Array {
  const { truth, predicted, confidence, task, probabilities, classes } = table;
  const named = filter.text === '' ? null : namedTasks(table.names, filter.text);
  const asksCell = filter.code !== '' || filter.site !== '';
  const { side } = filter;
  const rows: number[] = [];
  for (let i = 0; i < table.count; i++) {
    if (fit !== null && table.fit[i] !== fit) continue;
    if (filter.outcome !== 'all' && (truth[i] === predicted[i]) !== (filter.outcome === 'right')) continue;
    if (filter.truth !== null && truth[i] !== filter.truth) continue;
    if (filter.predicted !== null && predicted[i] !== filter.predicted) continue;
    if (confidence[i] < filter.from || (filter.to < 1 && confidence[i] > filter.to)) continue;
    if (named !== null && !named[task[i]]) continue;
    if (asksCell && withCell?.has(task[i]) !== true) continue;
    if (side !== null) {
      const above = probabilities[i * classes.length + side.class] >= Math.fround(side.at);
      if (above !== side.above || (truth[i] === side.class) !== side.ofClass) continue;
    }
    rows.push(i);
  }
  return Int32Array.from(rows);
}

/** [names] whether the name has the text in it. */
function namedTasks(names: readonly string[], text: string): boolean[] {
  const part = text.toLowerCase();
  return names.map((name) => name.toLowerCase().includes(part));
}

/** Samples in an order; those that are equal in it stay in the table's. Sorts in place. */
export function sortSamples(table: SampleTable, rows: Int32Array, { by, descending }: SampleOrder): Int32Array {
  const key = sortColumn(table, by);
  const sign = descending ? -1 : 1;
  return rows.sort((a, b) => sign * (key[a] - key[b]) || a - b);
}

function sortColumn(table: SampleTable, by: SortKey): ArrayLike<number> {
  switch (by) {
    case 'task': {
      const rank = nameRanks(table.names);
      return table.task.map((task) => rank[task]);
    }
    case 'correct':
      return table.truth.map((truth, i) => (truth === table.predicted[i] ? 1 : 0));
    case 'fit':
    case 'truth':
    case 'predicted':
    case 'confidence':
    case 'margin':
      return table[by];
    default:
      throw new Error(`no column ${by satisfies never}`);
  }
}

/** [names] place of each name in the sorted list. */
function nameRanks(names: readonly string[]): Int32Array {
  const sorted = [...names.keys()].sort((a, b) => (names[a] < names[b] ? -1 : names[a] > names[b] ? 1 : 0));
  const rank = new Int32Array(names.length);
  for (const [place, name] of sorted.entries()) rank[name] = place;
  return rank;
}

/** Whether anything but the order is chosen. */
export function isFiltered(filter: SampleFilter): boolean {
  return JSON.stringify(filter) !== JSON.stringify(anySample);
}

/** A filter for a target with so many classes: what was chosen among more of them is dropped. */
export function fittingFilter(filter: SampleFilter, classes: number): SampleFilter {
  const known = (one: number | null): number | null => (one !== null && one < classes ? one : null);
  return {
    ...filter,
    truth: known(filter.truth),
    predicted: known(filter.predicted),
    side: filter.side !== null && filter.side.class < classes ? filter.side : null,
  };
}
