import { grown, toShared } from './growing-arrays.ts';
import { InputError } from './input-error.ts';
import type { SparseRows } from './sparse-rows.ts';

const most = 2 ** 31 - 1;
const gaps = [1, 4, 10, 23, 57, 132, 301, 701, 1750, 3937, 8858, 19930, 44842, 100894, 227011, 510774, 1149241];

/**
 * Counts in the order of the file, before codes and sites have their final numbers: one entry per (task, code, site),
 * one task after another. The entries after the last `endRow` belong to a task that may still turn out to be unusable.
 */
export class CountTable {
  rows = 0;
  private length = 0;
  private code: Int32Array;
  private site: Int32Array;
  private value: Float32Array;
  private start = new Int32Array(1024);

  /** @param room counts that there is room for at once: by default those of an ordinary history, as memory that is not written to is not taken */
  constructor(room = 1 << 18) {
    this.code = new Int32Array(room);
    this.site = new Int32Array(room);
    this.value = new Float32Array(room);
  }

  add(code: number, site: number, count: number): void {
    const at = this.length++;
    if (at === this.code.length) {
      this.code = grown(this.code, at + 1);
      this.site = grown(this.site, at + 1);
      this.value = grown(this.value, at + 1);
    }
    this.code[at] = code;
    this.site[at] = site;
    this.value[at] = count;
  }

  /** Turns the entries since the last row into a row. */
  endRow(): void {
    if (this.length > most) throw new InputError(`the history has more than ${most} counts, expected fewer`);
    this.rows++;
    if (this.rows === this.start.length) this.start = grown(this.start, this.rows + 1);
    this.start[this.rows] = this.length;
  }

  /** Forgets the entries since the last row. */
  dropRow(): void {
    this.length = this.start[this.rows];
  }

  /** Sets usedCodes[c] and usedSites[s] to 1 for every code and site that has a count. */
  markUsed(usedCodes: Uint8Array, usedSites: Uint8Array): void {
    for (let i = 0; i < this.length; i++) {
      usedCodes[this.code[i]] = 1;
      usedSites[this.site[i]] = 1;
    }
  }

  /**
   * The counts as sparse rows in shared memory, column = rank of the code · sites + rank of the site. The table is used
   * up: its memory becomes the columns.
   */
  toSparseRows(codeRank: Int32Array, siteRank: Int32Array, codes: number, sites: number): SparseRows {
    const { code: column, value, start, length } = this;
    for (let row = 0; row < this.rows; row++) this.rankRow(start[row], start[row + 1], codeRank, siteRank, sites);
    return {
      rows: this.rows,
      columns: codes * sites,
      start: toShared(start, this.rows + 1),
      column: toShared(column, length),
      value: toShared(value, length),
    };
  }

  /** Turns the codes of the entries from … to − 1 into columns, ascending. */
  private rankRow(from: number, to: number, codeRank: Int32Array, siteRank: Int32Array, sites: number): void {
    const { code: column, site } = this;
    let ascending = true;
    let previous = -1;
    for (let i = from; i < to; i++) {
      const here = codeRank[column[i]] * sites + siteRank[site[i]];
      column[i] = here;
      if (here < previous) ascending = false;
      previous = here;
    }
    if (!ascending) sortEntries(column, this.value, from, to);
  }
}

/** Sorts the entries from … to − 1 of two arrays by the first one, in place (Shell's sort, Ciura's gaps). */
function sortEntries(key: Int32Array, value: Float32Array, from: number, to: number): void {
  for (let g = gaps.length - 1; g >= 0; g--) {
    const gap = gaps[g];
    for (let i = from + gap; i < to; i++) {
      const k = key[i];
      if (key[i - gap] <= k) continue;
      const v = value[i];
      let at = i;
      while (at - gap >= from && key[at - gap] > k) {
        key[at] = key[at - gap];
        value[at] = value[at - gap];
        at -= gap;
      }
      key[at] = k;
      value[at] = v;
    }
  }
}
