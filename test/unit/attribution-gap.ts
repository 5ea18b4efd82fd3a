import type { Attributions } from '../../src/learning/attributions.ts';

/** What lies between a row's value and its base plus all contributions: rounding, and what numerical integration misses. */
export function gapOf({ base, value, start, contribution }: Attributions, row: number): number {
  let sum = base[row];
  for (let i = start[row]; i < start[row + 1]; i++) sum += contribution[i];
  return value[row] - sum;
}
