import type { Arena } from './arena.ts';
import type { Matrix } from './matrix.ts';

/**
 * Sparse rows in an arena whose entries are blocks of consecutive columns: int32 start [rows + 1], int32 block [entries], the
 * number of each among all blocks, and value [entries × width].
 */
export interface BlockView {
  readonly rows: number;
  readonly start: number;
  readonly block: number;
  readonly value: Matrix;
}

/** Every row of `value` as a block, each in its own sparse row or all in one. */
export function everyBlock(arena: Arena, value: Matrix, rows: number): BlockView {
  const blocks = arena.allocate(value.rows * 4);
  const start = arena.allocate((rows + 1) * 4);
  for (const [pointer, length, step] of [
    [blocks, value.rows, 1],
    [start, rows + 1, value.rows / rows],
  ]) {
    const numbers = arena.integers(pointer, length);
    for (let i = 0; i < length; i++) numbers[i] = i * step;
  }
  return { rows, start, block: blocks, value };
}
