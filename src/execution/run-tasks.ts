import { featureMatrix, type HistoryCounts, transform } from '../dataset/features.ts';
import { allSites, type SiteColumn } from '../dataset/site-column.ts';
import type { SparseRows } from '../dataset/sparse-rows.ts';
import type { TaskCount } from '../protocol/explanation.ts';
import type { Vocabulary } from '../runs/write-run.ts';

/** The columns of a run's models. */
export type Columns = Omit<Vocabulary, 'classes'>;

/** Tasks in the form of a run's models. */
export interface RunTasks {
  /** Counts in the models' columns; good and bad sites are added up as in the run's features. */
  readonly counts: SparseRows;
  /** The same after the transform: the models' input. */
  readonly examples: SparseRows;
  /** [tasks] number of pairs of code and site unknown to the run, which are ignored. */
  readonly unknown: Int32Array;
}

/** All tasks of a history. */
export function tasksOfHistory(history: HistoryCounts, columns: Columns): RunTasks {
  const { matrix, codes, sites } = featureMatrix(history, { ...columns.features, transform: 'none', totals: false });
  const codeOf = placesOf(codes, columns.codes);
  const siteOf = placesOf(sites.map(keyOf), columns.sites.map(keyOf));
  const rows = new CountRows(columns, matrix.rows, matrix.column.length);
  for (let row = 0; row < matrix.rows; row++) {
    for (let entry = matrix.start[row]; entry < matrix.start[row + 1]; entry++) {
      const column = matrix.column[entry];
      const site = column % sites.length;
      rows.add(codeOf[Math.floor(column / sites.length)], siteOf[site], sites[site].good, matrix.value[entry]);
    }
    rows.endTask();
  }
  return rows.finish();
}

/** Tasks with known counts only. */
export function tasksOfCounts(tasks: readonly (readonly TaskCount[])[], columns: Columns): RunTasks {
  const apart = columns.features.sites === 'good-bad';
  const codeOf = new Map(columns.codes.map((code, place) => [code, place]));
  const siteOf = new Map(columns.sites.map((site, place) => [keyOf(site), place]));
  const rows = new CountRows(
    columns,
    tasks.length,
    tasks.reduce((sum, counts) => sum + counts.length, 0),
  );
  for (const counts of tasks) {
    for (const { code, site, good, count } of counts) {
      const column = { site, good: apart ? good : null };
      rows.add(codeOf.get(code) ?? -1, siteOf.get(keyOf(column)) ?? -1, column.good, count);
    }
    rows.endTask();
  }
  return rows.finish();
}

/** What a column of the matrix counts. */
export interface Column extends SiteColumn {
  readonly code: string;
}

export function columnAt(column: number, { codes, sites }: Columns): Column {
  return { code: codes[Math.floor(column / sites.length)], ...sites[column % sites.length] };
}

function keyOf({ site, good }: SiteColumn): string {
  return `${good} ${site}`;
}

/** Rows of counts that grow entry by entry. */
class CountRows {
  readonly #start: Int32Array;
  readonly #column: Int32Array;
  readonly #value: Float32Array;
  readonly #unknown: Int32Array;
  /** Place of the sum over all sites, or over the good and the bad ones. */
  readonly #totalOf: ReadonlyMap<SiteColumn['good'], number>;
  #row = 0;
  #filled = 0;

  constructor(
    readonly columns: Columns,
    rows: number,
    entries: number,
  ) {
    // Each entry may add two totals.
    const most = columns.features.totals ? 3 * entries : entries;
    this.#start = new Int32Array(rows + 1);
    this.#column = new Int32Array(most);
    this.#value = new Float32Array(most);
    this.#totalOf = new Map(columns.sites.flatMap(({ site, good }, i) => (site === allSites ? [[good, i]] : [])));
    this.#unknown = new Int32Array(rows);
  }

  /**
   * Adds the count of a pair, also to the totals.
   *
   * @param code index among the run's codes, −1 = unknown
   * @param site index among the run's sites, −1 = unknown
   * @param good as in the columns of the site, known or not
   */
  add(code: number, site: number, good: SiteColumn['good'], count: number): void {
    if (code < 0 || site < 0) this.#unknown[this.#row]++;
    else this.#addTo(code, site, count);
    if (!this.columns.features.totals) return;
    // An unknown code still counts at its site, and an unknown site for its code.
    if (code >= 0) this.#addTo(code, this.#totalOf.get(good) ?? 0, count);
    if (site >= 0) this.#addTo(this.columns.codes.length - 1, site, count);
  }

  #addTo(code: number, site: number, count: number): void {
    const column = code * this.columns.sites.length + site;
    const first = this.#start[this.#row];
    // Nearly always the last; other programs' runs may have their columns in another order.
    let at = this.#filled;
    while (at > first && this.#column[at - 1] > column) at--;
    if (at > first && this.#column[at - 1] === column) {
      this.#value[at - 1] += count;
      return;
    }
    this.#column.copyWithin(at + 1, at, this.#filled);
    this.#value.copyWithin(at + 1, at, this.#filled);
    this.#column[at] = column;
    this.#value[at] = count;
    this.#filled++;
  }

  endTask(): void {
    this.#start[++this.#row] = this.#filled;
  }

  finish(): RunTasks {
    const { codes, sites, features } = this.columns;
    const counts = {
      rows: this.#row,
      columns: codes.length * sites.length,
      start: this.#start,
      column: this.#column.subarray(0, this.#filled),
      value: this.#value.subarray(0, this.#filled),
    };
    const value = counts.value.slice();
    transform(value, features.transform);
    return { counts, examples: { ...counts, value }, unknown: this.#unknown };
  }
}

/** [names] index of each among the run's names, −1 if unknown. */
function placesOf(names: readonly string[], own: readonly string[]): Int32Array {
  const places = new Map(own.map((name, place) => [name, place]));
  return Int32Array.from(names, (name) => places.get(name) ?? -1);
}
