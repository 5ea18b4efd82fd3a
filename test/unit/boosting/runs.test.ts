import { describe, expect, it } from 'vitest';
import { Runs } from '../../../src/boosting/runs.ts';

/** Entries of one segment whose i-th is in row i, with first derivative 1 and second 2 ** i. */
function runsOf(values: readonly number[], rowsWithoutEntry?: number): number[][] {
  const runs = new Runs(values.length);
  const lists = {
    column: Int32Array.of(0),
    start: Int32Array.of(0, values.length),
    row: Int32Array.from(values.keys()),
    value: Float32Array.from(values),
  };
  runs.collect(
    lists,
    0,
    Float32Array.from({ length: 2 * values.length }, (_, i) => (i % 2 === 0 ? 1 : 2 ** (i >> 1))),
  );
  if (rowsWithoutEntry !== undefined) {
    runs.addZeros({ rows: values.length + rowsWithoutEntry, gradient: 100, hessian: 1000 });
  }
  const list = (sums: Float32Array | Float64Array) => [...sums.subarray(runs.first, runs.end)];
  return [list(runs.values), list(runs.gradientSums), list(runs.hessianSums)];
}

describe('Runs', () => {
  it('sums the rows of each value up', () => {
    expect(runsOf([-2, 1, 1, 5])).toEqual([
      [-2, 1, 5],
      [1, 2, 1],
      [1, 6, 8],
    ]);
  });

  it('gives the rest of the node to the rows without an entry', () => {
    expect(runsOf([1, 1, 5], 2)).toEqual([
      [0, 1, 5],
      [97, 2, 1],
      [993, 3, 4],
    ]);
  });

  it('puts zeros between negative and positive values', () => {
    expect(runsOf([-2, -1, 4], 1)[0]).toEqual([-2, -1, 0, 4]);
    expect(runsOf([-2, -2], 1)[0]).toEqual([-2, 0]);
    expect(runsOf([-2, -1, 4], 1)[1]).toEqual([1, 1, 97, 1]);
  });

  it('adds no zeros if all rows of the node have an entry', () => {
    expect(runsOf([1, 5], 0)[0]).toEqual([1, 5]);
  });
});
