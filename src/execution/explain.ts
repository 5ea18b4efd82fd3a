import type { SparseRows } from '../dataset/sparse-rows.ts';
import type { Attributions } from '../learning/attributions.ts';
import type { CellContribution, Explanation } from '../protocol/explanation.ts';
import { type Columns, columnAt } from './run-tasks.ts';

/** What the cells add to the logit or margin of which class. */
export interface Attributed extends Attributions {
  /** [rows] */
  readonly classOf: Int32Array;
}

/**
 * One task's explanation: all its cells, and the most important empty ones.
 *
 * @param counts     of the tasks, before any transform
 * @param emptyCells maximum number of cells without a count
 */
export function describeExplanation(
  attributed: Attributed,
  task: number,
  counts: SparseRows,
  columns: Columns,
  named: { readonly target: string; readonly class: string },
  emptyCells: number,
): Explanation {
  const countOf = new Map<number, number>();
  for (let i = counts.start[task]; i < counts.start[task + 1]; i++) countOf.set(counts.column[i], counts.value[i]);
  const { start, column, contribution } = attributed;
  const own: CellContribution[] = [];
  const empty: CellContribution[] = [];
  for (let i = start[task]; i < start[task + 1]; i++) {
    const count = countOf.get(column[i]);
    if (count === undefined && contribution[i] === 0) continue;
    const cell = { ...columnAt(column[i], columns), count: count ?? 0, contribution: contribution[i] };
    (count === undefined ? empty : own).push(cell);
  }
  const cells = [...own, ...empty.sort(byStrength).slice(0, emptyCells)].sort(byStrength);
  const base = attributed.base[task];
  const value = attributed.value[task];
  const listed = cells.reduce((sum, cell) => sum + cell.contribution, 0);
  return {
    ...named,
    method: attributed.method,
    base,
    value,
    cells,
    rest: value - base - listed,
    attention: attentionOf(attributed, task, counts, columns),
  };
}

function byStrength(a: CellContribution, b: CellContribution): number {
  return Math.abs(b.contribution) - Math.abs(a.contribution);
}

/** Attention's weights of the task's own codes and sites, the largest first. */
function attentionOf(
  { attention }: Attributed,
  task: number,
  { start, column }: SparseRows,
  columns: Columns,
): Explanation['attention'] {
  if (!attention) return null;
  const codes = new Map<string, number>();
  const sites = new Map<string, { site: string; good: boolean | null; weight: number }>();
  for (let i = start[task]; i < start[task + 1]; i++) {
    const { code, site, good } = columnAt(column[i], columns);
    codes.set(code, attention.errors[i]);
    sites.set(`${good} ${site}`, { site, good, weight: attention.sites[i] });
  }
  return {
    codes: [...codes].map(([code, weight]) => ({ code, weight })).sort(byWeight),
    sites: [...sites.values()].sort(byWeight),
  };
}

function byWeight(a: { readonly weight: number }, b: { readonly weight: number }): number {
  return b.weight - a.weight;
}
