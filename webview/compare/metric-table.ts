import * as l10n from '@vscode/l10n';
import { bestOf, type Direction, metrics, type ResultMetric, resultText } from '../../src/measures/metrics.ts';
import type { TargetSummary } from '../../src/protocol/run.ts';
import { type Baseline, baselinesOf } from '../components/baselines.ts';
import { durationText, signedText } from '../components/number-text.ts';
import type { TextTable } from '../components/table-text.ts';
import type { TargetRun } from './compare-model.ts';

export const columnKeys = ['confusion-mse', 'recall', 'precision', 'f1', 'accuracy', 'fits', 'epochs', 'time'] as const;
export type ColumnKey = (typeof columnKeys)[number];

/** A column of the table of runs. */
export interface Column {
  readonly key: ColumnKey;
  readonly title: string;
  /** Which values are good; null where neither end is. */
  readonly better: Direction | null;
  readonly value: (summary: TargetSummary) => number;
  readonly text: (summary: TargetSummary) => string;
  /** Digits of differences. */
  readonly digits: number;
  /** Null where what needs no model has no value. */
  readonly metric: ResultMetric | null;
}

export const columns: readonly Column[] = [
  result('confusion-mse', l10n.t('confusion MSE'), 'confusionMse'),
  result('recall', l10n.t('macro recall'), 'recall'),
  result('precision', l10n.t('macro precision'), 'precision'),
  result('f1', l10n.t('macro F1'), 'f1'),
  result('accuracy', l10n.t('accuracy'), 'accuracy'),
  plain('fits', l10n.t('trainings'), ({ fits }) => fits, String),
  plain(
    'epochs',
    l10n.t('epochs'),
    ({ epochs }) => epochs.mean,
    (epochs) => epochs.toFixed(Number.isInteger(epochs) ? 0 : 1),
  ),
  plain('time', l10n.t('time'), ({ seconds }) => seconds, durationText),
];

function result(key: ColumnKey, title: string, metric: ResultMetric): Column {
  const { better, digits } = metrics[metric];
  return {
    key,
    title,
    better,
    digits,
    metric,
    value: (summary) => summary[metric].mean,
    text: (summary) => resultText(summary, metric),
  };
}

function plain(
  key: ColumnKey,
  title: string,
  value: (summary: TargetSummary) => number,
  text: (value: number) => string,
): Column {
  return { key, title, better: null, digits: 0, metric: null, value, text: (summary) => text(value(summary)) };
}

export interface MetricCell {
  readonly key: ColumnKey;
  /** Null while there is no result. */
  readonly value: number | null;
  readonly text: string;
  readonly best: boolean;
  /** Signed difference to the baseline; null for itself, and in columns where neither end is good. */
  readonly difference: string | null;
}

export interface MetricRow {
  readonly shown: TargetRun;
  readonly cells: readonly MetricCell[];
}

/** Runs × metrics. The best of each metric is marked unless all are the same; ties are all best. */
export function metricRows(runs: readonly TargetRun[], baseline: string | null): MetricRow[] {
  const best = new Map(columns.map((column) => [column.key, bestValue(runs, column)]));
  const compared = runs.find(({ folder }) => folder === baseline)?.summary ?? null;
  return runs.map((shown) => ({
    shown,
    cells: columns.map((column) => metricCell(shown, column, best.get(column.key) ?? null, compared)),
  }));
}

function metricCell(
  { summary }: TargetRun,
  column: Column,
  best: number | null,
  baseline: TargetSummary | null,
): MetricCell {
  const { key, better, digits, text } = column;
  if (summary === null) return { key, value: null, text: '–', best: false, difference: null };
  const value = column.value(summary);
  const isCompared = better !== null && baseline !== null && baseline !== summary;
  const difference = isCompared ? signedText(value - column.value(baseline), digits) : null;
  return { key, value, text: text(summary), best: value === best, difference };
}

function bestValue(runs: readonly TargetRun[], { better, value }: Column): number | null {
  const values = runs.flatMap(({ summary }) => (summary ? value(summary) : []));
  if (better === null || new Set(values).size < 2) return null;
  return bestOf(values, better);
}

/** What the runs have to beat: of the first run that has baselines, for runs that can be compared have the same tasks. */
export function comparedBaselines(runs: readonly { readonly summary: TargetSummary | null }[]): Baseline[] {
  return runs.map(({ summary }) => (summary ? baselinesOf(summary) : [])).find(({ length }) => length > 0) ?? [];
}

export interface Sorting {
  readonly column: ColumnKey | 'name';
  readonly descending: boolean;
}

/** The rows in the order of a column, those without a value last; equal ones, and all without a sorting, stay as they are. */
export function sortRows(rows: readonly MetricRow[], sorting: Sorting | null): readonly MetricRow[] {
  if (sorting === null) return rows;
  const sign = sorting.descending ? -1 : 1;
  const value = ({ cells }: MetricRow): number | null => cells.find(({ key }) => key === sorting.column)?.value ?? null;
  return rows.toSorted((a, b) => {
    if (sorting.column === 'name') {
      return sign * a.shown.name.localeCompare(b.shown.name, 'en', { numeric: true });
    }
    const [one, two] = [value(a), value(b)];
    if (one === null || two === null) return Number(one === null) - Number(two === null);
    return sign * (one - two);
  });
}

/** The sorting after a click on a column: good values first, then the other way round, then as the runs were chosen. */
export function nextSorting(sorting: Sorting | null, column: Sorting['column']): Sorting | null {
  const first = columns.find(({ key }) => key === column)?.better === 'higher';
  if (sorting?.column !== column) return { column, descending: first };
  return sorting.descending === first ? { column, descending: !first } : null;
}

/** The table as text, with the differences in separate columns. */
export function metricText(
  rows: readonly MetricRow[],
  baselines: readonly Baseline[],
  hidden: readonly ColumnKey[],
): TextTable {
  const shown = columns.filter(({ key }) => !hidden.includes(key));
  const hasDifference = (key: ColumnKey): boolean =>
    rows.some(({ cells }) => cells.some((cell) => cell.key === key && cell.difference !== null));
  return {
    columns: [
      l10n.t({ message: 'run', comment: ['noun: training run'] }),
      l10n.t('protocol'),
      ...shown.flatMap(({ key, title }) => (hasDifference(key) ? [title, l10n.t('{0}, difference', title)] : [title])),
    ],
    rows: [
      ...rows.map(({ shown: { name, run }, cells }) => [
        name,
        run.protocol,
        ...shown.flatMap(({ key }) => {
          const cell = cells.find((one) => one.key === key);
          const value = cell?.text ?? '–';
          const text = cell?.best
            ? l10n.t({ message: '{0} (best)', args: [value], comment: ['best of all runs'] })
            : value;
          return hasDifference(key) ? [text, cell?.difference ?? ''] : [text];
        }),
      ]),
      ...baselines.map((baseline) => [
        baseline.name,
        '',
        ...shown.flatMap((column) => {
          const text = baselineCell(baseline, column);
          return hasDifference(column.key) ? [text, ''] : [text];
        }),
      ]),
    ],
    names: [1],
  };
}

/** A baseline's value in a column; empty where it has none. */
export function baselineCell({ summary }: Baseline, { metric }: Column): string {
  return metric === null ? '' : resultText(summary, metric);
}
