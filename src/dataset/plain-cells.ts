import type { CountTable } from './count-table.ts';
import { CLOSE_OBJECT, COLON, COMMA, isPlain, type JsonScanner, QUOTE, SPACE, ZERO } from './json-scanner.ts';
import { type NameTable, spread } from './name-table.ts';

/**
 * Reads members `"site": count` of a row as long as they are as nearly all are: a site seen before, in plain ASCII and not
 * yet in this row, a count of 1 to 8 digits, at most one space after colon and comma. Gives false when the row's `}` has
 * been read, and true when the next member is left to be read in general.
 *
 * This is where nine tenths of a history's bytes go through. One loop with nothing but local variables is compiled soon;
 * in the same work cut up into functions, most of the time of reading a first history goes by before they are.
 *
 * @param rowOfSite [sites or more] the last row that had each site, updated
 */
export function readPlainCells(
  scanner: JsonScanner,
  sites: NameTable,
  rowOfSite: Int32Array,
  row: number,
  table: CountTable,
  code: number,
): boolean {
  const { bytes } = scanner.window;
  const { slots, shift, hashes, start, bytes: names } = sites;
  const mask = slots.length - 1;
  const last = scanner.limit - 3;
  let at = scanner.at;
  for (;;) {
    const from = at + 1;
    let to = from;
    let hash = 0;
    while (to < last && isPlain[bytes[to]] === 1) hash = ((hash << 5) | (hash >>> 27)) ^ bytes[to++];
    if (to >= last || bytes[to] !== QUOTE) break;

    let slot = Math.imul(hash, spread) >>> shift;
    let site = slots[slot] - 1;
    while (site >= 0 && hashes[site] !== hash) {
      slot = (slot + 1) & mask;
      site = slots[slot] - 1;
    }
    if (site < 0 || rowOfSite[site] === row) break;
    let name = start[site];
    if (start[site + 1] - name !== to - from) break;
    let i = from;
    while (i < to && names[name] === bytes[i]) {
      i++;
      name++;
    }
    if (i < to) break;

    if (bytes[++to] !== COLON) break;
    if (bytes[++to] === SPACE) to++;
    const digits = to;
    const most = Math.min(digits + 8, last);
    let count = 0;
    while (to < most) {
      const digit = bytes[to] - ZERO;
      if (digit < 0 || digit > 9) break;
      count = count * 10 + digit;
      to++;
    }
    if (count === 0 || to >= most || bytes[digits] === ZERO) break;

    if (bytes[to] === COMMA) {
      to++;
      if (bytes[to] === SPACE) to++;
      if (bytes[to] !== QUOTE) break;
    } else if (bytes[to] !== CLOSE_OBJECT) {
      break;
    }
    rowOfSite[site] = row;
    table.add(code, site, count);
    at = to;
    if (bytes[at] === CLOSE_OBJECT) {
      scanner.at = at + 1;
      return false;
    }
  }
  scanner.at = at;
  return true;
}
