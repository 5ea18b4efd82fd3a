import type { SparseRows } from '../dataset/sparse-rows.ts';
import { studyDescriptions } from '../dataset/vocabulary.ts';
import type { Attributions } from '../learning/attributions.ts';
import type { CellDriver, CodeDriver, Drivers, SiteDriver } from '../protocol/drivers.ts';
import { type Columns, columnAt } from './run-tasks.ts';

/** Maximum length of the lists. */
const maxNames = 500;
const maxCells = 300;

/** Sums over the tasks so far, of one code, site or cell. */
class Sums {
  with = 0;
  present = 0;
  absent = 0;
  absolute = 0;
  attention = 0;
  /** In the current task. */
  here = 0;
  isHere = false;
  weightHere = 0;

  endTask(): void {
    this.absolute += Math.abs(this.here);
    if (this.isHere) {
      this.with++;
      this.present += this.here;
      this.attention += this.weightHere;
    } else {
      this.absent += this.here;
    }
    this.here = 0;
    this.isHere = false;
  }
}

/** Adds up what codes, sites and cells add to one class's logit or margin, task by task. */
export class DriverSums {
  #tasks = 0;
  #base = 0;
  #value = 0;
  #method: Drivers['method'] = 'integrated-gradients';
  #hasAttention = false;
  /** By index in the run's codes and sites, and by column. */
  readonly #codes = new Map<number, Sums>();
  readonly #sites = new Map<number, Sums>();
  readonly #cells = new Map<number, Sums>();

  constructor(readonly columns: Columns) {}

  /** @param counts of the same tasks */
  add(attributions: Attributions, counts: SparseRows): void {
    this.#method = attributions.method;
    this.#hasAttention = attributions.attention !== undefined;
    for (let row = 0; row < attributions.rows; row++) this.#addTask(attributions, counts, row);
  }

  /** @param of number of tasks; @param missing number of those that the history does not have */
  finish(of: number, missing: number): Drivers {
    const known = studyDescriptions(this.columns.codes);
    const codes = [...this.#codes].map(([place, sums]): CodeDriver => {
      const code = this.columns.codes[place];
      return { code, title: known.get(code)?.title ?? '', ...this.#driver(sums), attention: this.#attention(sums) };
    });
    const sites = [...this.#sites].map(([place, sums]): SiteDriver => {
      const { site, good } = this.columns.sites[place];
      return { site, good, ...this.#driver(sums), attention: this.#attention(sums) };
    });
    const cells = [...this.#cells].map(([column, sums]): CellDriver => {
      const cell = columnAt(column, this.columns);
      return { ...cell, title: known.get(cell.code)?.title ?? '', ...this.#driver(sums) };
    });
    const mean = (sum: number): number => (this.#tasks === 0 ? 0 : sum / this.#tasks);
    return {
      method: this.#method,
      tasks: this.#tasks,
      of,
      missing,
      base: mean(this.#base),
      value: mean(this.#value),
      codes: strongest(codes, maxNames),
      sites: strongest(sites, maxNames),
      cells: strongest(cells, maxCells),
      codeCount: codes.length,
      siteCount: sites.length,
      cellCount: cells.length,
    };
  }

  #addTask(
    { base, value, start, column, contribution, attention }: Attributions,
    counts: SparseRows,
    row: number,
  ): void {
    const width = this.columns.sites.length;
    const touched = new Set<Sums>();
    const at = (one: number): Sums[] => {
      const found = [
        sumsOf(this.#codes, Math.floor(one / width)),
        sumsOf(this.#sites, one % width),
        sumsOf(this.#cells, one),
      ];
      for (const sums of found) touched.add(sums);
      return found;
    };
    for (let entry = counts.start[row]; entry < counts.start[row + 1]; entry++) {
      const [code, site, cell] = at(counts.column[entry]);
      for (const sums of [code, site, cell]) sums.isHere = true;
      code.weightHere = attention?.errors[entry] ?? 0;
      site.weightHere = attention?.sites[entry] ?? 0;
    }
    for (let i = start[row]; i < start[row + 1]; i++) {
      for (const sums of at(column[i])) sums.here += contribution[i];
    }
    for (const sums of touched) sums.endTask();
    this.#tasks++;
    this.#base += base[row];
    this.#value += value[row];
  }

  #driver(sums: Sums): Pick<CellDriver, 'tasks' | 'present' | 'absent' | 'strength'> {
    const others = this.#tasks - sums.with;
    return {
      tasks: sums.with,
      present: sums.with === 0 ? null : sums.present / sums.with,
      absent: this.#method === 'tree-shap' && others > 0 ? sums.absent / others : null,
      strength: sums.absolute / this.#tasks,
    };
  }

  #attention(sums: Sums): number | null {
    return this.#hasAttention && sums.with > 0 ? sums.attention / sums.with : null;
  }
}

function sumsOf(map: Map<number, Sums>, key: number): Sums {
  const known = map.get(key);
  if (known) return known;
  const made = new Sums();
  map.set(key, made);
  return made;
}

function strongest<Driver extends { readonly strength: number }>(drivers: Driver[], most: number): Driver[] {
  return drivers.sort((a, b) => b.strength - a.strength).slice(0, most);
}
