/**
 * The training entries of the nodes of one level, node by node and column by column. A segment holds the entries that
 * one node's rows have in one column, by ascending value: segment s is that of column[s], at places start[s] … start[s
 * + 1] − 1.
 */
export interface EntryLists {
  /** [segments] index into the sorted columns. */
  readonly column: Int32Array;
  /** [segments + 1] */
  readonly start: Int32Array;
  /** [entries] */
  readonly row: Int32Array;
  /** [entries] */
  readonly value: Float32Array;
}

/** The segments of one node: from … to − 1. */
export interface SegmentRange {
  readonly from: number;
  readonly to: number;
}

/** Lists that are refilled for every level, node after node. */
export class LevelLists implements EntryLists {
  readonly column: Int32Array;
  readonly start: Int32Array;
  readonly row: Int32Array;
  readonly value: Float32Array;
  #segments = 0;
  #entries = 0;

  /** @param entries of all nodes of a level, at most */
  constructor(entries: number) {
    this.column = new Int32Array(entries);
    this.start = new Int32Array(entries + 1);
    this.row = new Int32Array(entries);
    this.value = new Float32Array(entries);
  }

  clear(): void {
    this.#segments = 0;
    this.#entries = 0;
  }

  /**
   * Adds the segments of a child: those entries of its parent's segments whose rows are now in the child.
   *
   * @param skipped [segments of the parent's lists] 1 = leave the segment out
   * @param node    [rows] the node each row is in
   */
  add(parent: EntryLists, range: SegmentRange, skipped: Uint8Array, node: Int32Array, child: number): SegmentRange {
    const { row, value } = this;
    const { start: parentStart, row: parentRow, value: parentValue } = parent;
    const from = this.#segments;
    let segment = from;
    let end = this.#entries;
    for (let s = range.from; s < range.to; s++) {
      if (skipped[s] === 1) continue;
      const begin = end;
      const last = parentStart[s + 1];
      for (let e = parentStart[s]; e < last; e++) {
        const r = parentRow[e];
        if (node[r] !== child) continue;
        row[end] = r;
        value[end++] = parentValue[e];
      }
      if (end === begin) continue;
      this.column[segment] = parent.column[s];
      this.start[segment++] = begin;
    }
    this.start[segment] = end;
    this.#segments = segment;
    this.#entries = end;
    return { from, to: segment };
  }
}
