import { toShared } from './growing-arrays.ts';
import type { History } from './history.ts';
import { InputError } from './input-error.ts';
import { allCodes, allSites, type SiteColumn, type SiteCounts, siteColumns } from './site-column.ts';
import type { SparseRows } from './sparse-rows.ts';

export interface FeatureSettings {
  /** How a count n enters the matrix: as n, ln(1 + n), or 1. */
  readonly transform: 'none' | 'log1p' | 'binary';
  readonly sites: SiteCounts;
  /** Also the sum of each code over the sites, and of each site over the codes. */
  readonly totals?: boolean | undefined;
}

export interface Features {
  /** [tasks × codes·sites], column = code · sites.length + site. In shared memory. */
  readonly matrix: SparseRows;
  /** With totals the last one is `allCodes`. */
  readonly codes: readonly string[];
  /** With totals the last one, or the last good and the last bad one, is `allSites`. */
  readonly sites: readonly SiteColumn[];
}

/** The part of a history that models read. */
export type HistoryCounts = Pick<History, 'file' | 'codes' | 'sites' | 'good' | 'bad'>;

/**
 * A history as models read it. Work follows the non-zeros.
 *
 * @throws InputError if there are more columns than can be numbered (2^31 − 1), or a name is that of the totals
 */
export function featureMatrix(history: HistoryCounts, settings: FeatureSettings): Features {
  const { file } = history;
  if (settings.totals) requireFreeNames(history);
  const codes = settings.totals ? [...history.codes, allCodes] : history.codes;
  const sites = siteColumns(settings.totals ? [...history.sites, allSites] : history.sites, settings.sites);
  if (codes.length * sites.length >= 2 ** 31) {
    throw new InputError(`${codes.length} error codes × ${sites.length} sites are too many columns`, file);
  }
  const counts = mergeRows(history, siteColumns(history.sites, settings.sites).length);
  const matrix = settings.totals ? withTotals(counts, history.codes.length, settings.sites) : counts;
  transform(matrix.value, settings.transform);
  return { matrix, codes, sites };
}

/** @throws InputError */
function requireFreeNames({ codes, sites, file }: HistoryCounts): void {
  if (!codes.includes(allCodes) && !sites.includes(allSites)) return;
  const [what, name] = codes.includes(allCodes) ? ['an error code', allCodes] : ['a site', allSites];
  throw new InputError(`${what} is named "${name}", as the totals are: "totals" cannot be used`, file);
}

/**
 * Adds the totals: a last site (or a last good and a last bad one) that holds the sum over the sites for each code, and a last
 * code that holds the sum over the codes for each site.
 */
function withTotals({ rows, columns, start, column, value }: SparseRows, codes: number, kept: SiteCounts): SparseRows {
  const width = columns / Math.max(1, codes);
  const groups = kept === 'good-bad' ? 2 : 1;
  const ofGroup = width / groups;
  const newWidth = width + groups;
  // Each entry may add two totals.
  const newColumn = new Int32Array(3 * column.length);
  const newValue = new Float32Array(newColumn.length);
  let filled = 0;
  const newStart = new Int32Array(rows + 1);
  const sums = new Map<number, number>();
  const add = (at: number, count: number): void => {
    sums.set(at, (sums.get(at) ?? 0) + count);
  };
  for (let row = 0; row < rows; row++) {
    sums.clear();
    for (let entry = start[row]; entry < start[row + 1]; entry++) {
      const code = Math.floor(column[entry] / width);
      const site = column[entry] % width;
      const group = Math.floor(site / ofGroup);
      add(code * newWidth + site + group, value[entry]);
      add(code * newWidth + (group + 1) * (ofGroup + 1) - 1, value[entry]);
      add(codes * newWidth + site + group, value[entry]);
    }
    for (const [at, sum] of [...sums].sort(([a], [b]) => a - b)) {
      newColumn[filled] = at;
      newValue[filled++] = sum;
    }
    newStart[row + 1] = filled;
  }
  return {
    rows,
    columns: (codes + 1) * newWidth,
    start: toShared(newStart),
    column: toShared(newColumn, filled),
    value: toShared(newValue, filled),
  };
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
