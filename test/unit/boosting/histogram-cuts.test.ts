import { describe, expect, it } from 'vitest';
import { cutAbove, cutBelow, findCuts } from '../../../src/boosting/histogram-cuts.ts';
import type { ZeroReading } from '../../../src/boosting/settings.ts';
import { sortColumns } from '../../../src/boosting/sorted-columns.ts';
import { sparseRows } from '../sparse-rows.ts';

function cutsOf(rows: readonly (readonly (number | null)[])[], zeros: ZeroReading, weights?: readonly number[]) {
  return findCuts(sortColumns(sparseRows(rows), zeros), zeros, weights && Float32Array.from(weights));
}

describe('findCuts', () => {
  it('lists the distinct values of each column', () => {
    const cuts = cutsOf(
      [
        [3, 1],
        [1, 1],
        [3, null],
        [2, null],
      ],
      'missing',
    );
    expect([...cuts.value]).toEqual([1, 2, 3, 1]);
    expect([...cuts.start]).toEqual([0, 3, 4]);
  });

  it('counts zeros among them where they are values and some rows have no entry', () => {
    const cuts = cutsOf(
      [
        [3, 1],
        [-1, 2],
        [null, 3],
      ],
      'value',
    );
    expect([...cuts.value]).toEqual([-1, 0, 3, 1, 2, 3]);
  });

  it('leaves rows of weight 0 out', () => {
    const cuts = cutsOf(
      [
        [3, 4],
        [2, null],
        [null, 5],
      ],
      'value',
      [1, 0, 0],
    );
    expect([...cuts.value]).toEqual([3, 4]);
  });

  it('takes 256 distinct values, but not 257', () => {
    const column = (values: number) => Array.from({ length: values }, (_, i) => [i + 1]);
    expect(cutsOf(column(256), 'missing').value.length).toBe(256);
    expect(() => cutsOf(column(257), 'missing')).toThrow('column 0 has 257');
  });
});

describe('the thresholds of hist', () => {
  const cuts = cutsOf([[2], [4], [8]], 'missing');

  it('are the next value above the left side, or beyond the last', () => {
    expect([2, 3, 4].map((below) => cutAbove(cuts, 0, below))).toEqual([4, 4, 8]);
    expect(cutAbove(cuts, 0, 8)).toBe(Math.fround(16.00001));
  });

  it('are the lowest value of the right side, or before the first', () => {
    expect([4, 8].map((above) => cutBelow(cuts, 0, above))).toEqual([4, 8]);
    expect(cutBelow(cuts, 0, 2)).toBe(Math.fround(-0.00001));
  });
});
