import type { SparseRows } from './sparse-rows.ts';

/** Rows that are the same in all of some matrices. */
export interface IdenticalRows {
  /** [rows] number of each row's group, in the order of their first rows. */
  readonly group: Int32Array;
  readonly groups: number;
}

/**
 * Groups rows that have the same columns and values in each matrix: by a hash, and compared exactly where hashes agree. Work and
 * memory follow the rows and the non-zeros.
 *
 * @param matrices of the same number of rows, at least one
 */
export function identicalRows(matrices: readonly SparseRows[]): IdenticalRows {
  const [{ rows }] = matrices;
  const group = new Int32Array(rows);
  // Open addressing: the first row of a group, plus one.
  const size = 2 ** Math.ceil(Math.log2(2 * rows + 2));
  const firstRow = new Int32Array(size);
  let groups = 0;
  for (let row = 0; row < rows; row++) {
    let place = hashOf(matrices, row) & (size - 1);
    while (firstRow[place] !== 0 && !areSame(matrices, firstRow[place] - 1, row)) place = (place + 1) & (size - 1);
    if (firstRow[place] === 0) {
      firstRow[place] = row + 1;
      group[row] = groups++;
    } else {
      group[row] = group[firstRow[place] - 1];
    }
  }
  return { group, groups };
}

/** FNV-1a over columns and values, with the bits mixed at the end (MurmurHash3's finalizer). */
function hashOf(matrices: readonly SparseRows[], row: number): number {
  let hash = 0x811c9dc5;
  for (const { start, column, value } of matrices) {
    for (let i = start[row]; i < start[row + 1]; i++) {
      hash = Math.imul(hash ^ column[i], 0x01000193);
      hash = Math.imul(hash ^ value[i], 0x01000193);
    }
    // Where one matrix ends and the next begins.
    hash = Math.imul(hash ^ 0xff, 0x01000193);
  }
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return hash ^ (hash >>> 16);
}

function areSame(matrices: readonly SparseRows[], a: number, b: number): boolean {
  return matrices.every(({ start, column, value }) => {
    const length = start[a + 1] - start[a];
    if (start[b + 1] - start[b] !== length) return false;
    for (let i = 0; i < length; i++) {
      if (column[start[a] + i] !== column[start[b] + i] || value[start[a] + i] !== value[start[b] + i]) return false;
    }
    return true;
  });
}
