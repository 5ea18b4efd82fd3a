/** Compressed sparse rows in an arena: pointers to int32 [rows + 1], int32 [entries], float32 [entries]. */
export interface SparseView {
  readonly rows: number;
  readonly entries: number;
  readonly start: number;
  readonly column: number;
  readonly value: number;
}
