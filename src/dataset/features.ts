import { toShared } from './growing-arrays.ts';
import type { History } from './history.ts';
import { InputError } from './input-error.ts';
import { type SiteColumn, type SiteCounts, siteColumns } from './site-column.ts';
import type { SparseRows } from './sparse-rows.ts';

export interface FeatureSettings {
  /** How a count n enters the matrix: as n, ln(1 + n), or 1. */
  readonly transform: 'none' | 'log1p' | 'binary';
  readonly sites: SiteCounts;
}

export interface Features {
  /** [tasks × codes·sites], column = code · sites.length + site. In shared memory. */
  readonly matrix: SparseRows;
  readonly codes: readonly string[];
  readonly sites: readonly SiteColumn[];
}

/** The part of a history that models read. */
export type HistoryCounts = Pick<History, 'file' | 'codes' | 'sites' | 'good' | 'bad'>;

/**
 * A history as models read it. Work follows the non-zeros.
 *
 * @throws InputError if `good-bad` makes more columns than can be numbered (2^31 − 1)
 */
export function featureMatrix(history: HistoryCounts, settings: FeatureSettings): Features {
  const { codes, file } = history;
  const sites = siteColumns(history.sites, settings.sites);
  if (codes.length * sites.length >= 2 ** 31) {
    throw new InputError(`${codes.length} error codes × ${sites.length} sites are too many columns`, file);
  }
  const matrix = mergeRows(history, sites.length);
  transform(matrix.value, settings.transform);
  return { matrix, codes, sites };
}

/**
 * Good and bad counts in one matrix.
 *
 * @param width columns of each code: the number of sites if counts add up, twice that if the bad ones follow the good ones
 */
function mergeRows({ good, bad, codes, sites }: HistoryCounts, width: number): SparseRows {
  const badShift = width - sites.length;
  const start = new Int32Array(good.rows + 1);
  const column = new Int32Array(good.column.length + bad.column.length);
  const value = new Float32Array(column.length);
  const columnOf = (original: number): number =>
    badShift === 0 ? original : Math.floor(original / sites.length) * width + (original % sites.length);
  let filled = 0;
  for (let row = 0; row < good.rows; row++) {
    let g = good.start[row];
    let b = bad.start[row];
    const gEnd = good.start[row + 1];
    const bEnd = bad.start[row + 1];
    while (g < gEnd || b < bEnd) {
      const goodColumn = g < gEnd ? columnOf(good.column[g]) : Number.POSITIVE_INFINITY;
      const badColumn = b < bEnd ? columnOf(bad.column[b]) + badShift : Number.POSITIVE_INFINITY;
      const next = Math.min(goodColumn, badColumn);
      column[filled] = next;
      value[filled++] = (goodColumn === next ? good.value[g++] : 0) + (badColumn === next ? bad.value[b++] : 0);
    }
    start[row + 1] = filled;
  }
  return {
    rows: good.rows,
    columns: codes.length * width,
    start: toShared(start),
    column: toShared(column, filled),
    value: toShared(value, filled),
  };
}

/** Transforms counts to features, in place. */
export function transform(values: Float32Array, kind: FeatureSettings['transform']): void {
  if (kind === 'none') return;
  for (let i = 0; i < values.length; i++) values[i] = kind === 'log1p' ? Math.log1p(values[i]) : 1;
}
