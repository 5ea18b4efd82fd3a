import type { CountTable } from './count-table.ts';
import type { History } from './history.ts';
import { InputError } from './input-error.ts';
import type { NameTable } from './name-table.ts';

interface Counts {
  readonly codes: NameTable;
  readonly sites: NameTable;
  readonly good: CountTable;
  readonly bad: CountTable;
}

/**
 * Sorts the codes and sites that have a count, and turns the counts into sparse rows numbered by them.
 *
 * @param allUsed they all have one
 */
export function toMatrices(
  counts: Counts,
  allUsed: boolean,
  file: string,
): Pick<History, 'codes' | 'sites' | 'good' | 'bad'> {
  const usedCodes = new Uint8Array(counts.codes.count).fill(allUsed ? 1 : 0);
  const usedSites = new Uint8Array(counts.sites.count).fill(allUsed ? 1 : 0);
  if (!allUsed) {
    counts.good.markUsed(usedCodes, usedSites);
    counts.bad.markUsed(usedCodes, usedSites);
  }
  const codes = rankUsed(counts.codes, usedCodes);
  const sites = rankUsed(counts.sites, usedSites);
  const [c, s] = [codes.names.length, sites.names.length];
  if (c * s >= 2 ** 31) {
    throw new InputError(`${c} error codes × ${s} sites make more than 2147483647 columns, expected fewer`, file);
  }
  return {
    codes: codes.names,
    sites: sites.names,
    good: counts.good.toSparseRows(codes.rank, sites.rank, c, s),
    bad: counts.bad.toSparseRows(codes.rank, sites.rank, c, s),
  };
}

/** The used names sorted by UTF-16 units, and the place of each name of the table among them. */
function rankUsed(table: NameTable, used: Uint8Array): { readonly names: string[]; readonly rank: Int32Array } {
  const entries: { readonly name: string; readonly index: number }[] = [];
  used.forEach((isUsed, index) => {
    if (isUsed) entries.push({ name: table.name(index), index });
  });
  entries.sort((a, b) => (a.name < b.name ? -1 : 1));
  const rank = new Int32Array(table.count);
  entries.forEach(({ index }, place) => {
    rank[index] = place;
  });
  return { names: entries.map(({ name }) => name), rank };
}
