import type { History } from './history.ts';
import type { SparseRows } from './sparse-rows.ts';

export interface FeatureSettings {
  /** What becomes of a count n: n, ln(1 + n), or 1. */
  readonly transform: 'none' | 'log1p' | 'binary';
  /** Counts at good and bad sites added up, or kept apart as a doubled site axis. */
  readonly sites: 'merged' | 'good-bad';
}

export interface Features {
  /** [tasks × codes·sites], column = code · sites.length + site. In shared memory. */
  readonly matrix: SparseRows;
  readonly codes: readonly string[];
  /** With `good-bad` every site twice: all as `<site> (good)`, then all as `<site> (bad)`. */
  readonly sites: readonly string[];
}

/** What models see of a history. Work follows the non-zeros. */
export function featureMatrix(history: History, settings: FeatureSettings): Features {
  const { codes, sites } = history;
  const apart = settings.sites === 'good-bad';
  const matrix = apart ? mergeRows(history, sites.length) : mergeRows(history, 0);
  transform(matrix.value, settings.transform);
  if (!apart) return { matrix, codes, sites };
  return { matrix, codes, sites: [...sites.map((site) => `${site} (good)`), ...sites.map((site) => `${site} (bad)`)] };
}

/**
 * Good and bad counts in one matrix.
 *
 * @param apart number of sites if the bad ones get columns of their own behind the good ones of each code; 0 = added up
 */
function mergeRows({ good, bad, codes, sites, tasks }: History, apart: number): SparseRows {
  const width = sites.length + apart;
  const columnOf = (column: number, shift: number): number =>
    apart === 0 ? column : Math.floor(column / sites.length) * width + (column % sites.length) + shift;
  const start = new Int32Array(new SharedArrayBuffer((tasks.count + 1) * 4));
  let column = new Int32Array(good.column.length + bad.column.length);
  let value = new Float32Array(column.length);
  let filled = 0;
  for (let row = 0; row < tasks.count; row++) {
    let g = good.start[row];
    let b = bad.start[row];
    const gEnd = good.start[row + 1];
    const bEnd = bad.start[row + 1];
    while (g < gEnd || b < bEnd) {
      const goodColumn = g < gEnd ? columnOf(good.column[g], 0) : Number.POSITIVE_INFINITY;
      const badColumn = b < bEnd ? columnOf(bad.column[b], apart) : Number.POSITIVE_INFINITY;
      const next = Math.min(goodColumn, badColumn);
      column[filled] = next;
      value[filled++] = (goodColumn === next ? good.value[g++] : 0) + (badColumn === next ? bad.value[b++] : 0);
    }
    start[row + 1] = filled;
  }
  column = share(column.subarray(0, filled), Int32Array);
  value = share(value.subarray(0, filled), Float32Array);
  return { rows: tasks.count, columns: codes.length * width, start, column, value };
}

function share<T extends Int32Array | Float32Array>(values: T, Type: new (buffer: SharedArrayBuffer) => T): T {
  const shared = new Type(new SharedArrayBuffer(values.byteLength));
  shared.set(values);
  return shared;
}

function transform(values: Float32Array, kind: FeatureSettings['transform']): void {
  if (kind === 'none') return;
  for (let i = 0; i < values.length; i++) values[i] = kind === 'log1p' ? Math.log1p(values[i]) : 1;
}
