import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { appendInterpolated } from '../../../src/learning/interpolation.ts';
import { denseRows, nonZeroRows } from '../sparse-rows.ts';
import { countRows } from './count-rows.ts';

describe('appendInterpolated', () => {
  it('agrees with the dense formula v + step · (w − v)', () => {
    const lines = fc.array(fc.tuple(fc.nat(), fc.nat(), fc.double({ min: 0, max: 1, noNaN: true })), { maxLength: 20 });
    fc.assert(
      fc.property(countRows({ minLength: 1, maxLength: 10 }), lines, (rows, picked) => {
        const from = Int32Array.from(picked, ([a]) => a % rows.length);
        const to = Int32Array.from(picked, ([, b]) => b % rows.length);
        const step = Float64Array.from(picked, ([, , s]) => s);
        const matrix = nonZeroRows(rows, Float64Array);
        const result = appendInterpolated(matrix, [{ from, to, step }]);
        const expected = Array.from(step, (s, i) => rows[from[i]].map((v, c) => v + s * (rows[to[i]][c] - v)));
        expect(denseRows(result)).toEqual([...rows, ...expected]);
        expect(result.value.every((value) => value !== 0)).toBe(true);
        expect(result.column.length).toBe(result.start[result.rows]);
      }),
    );
  });

  it('keeps columns ascending', () => {
    const matrix = nonZeroRows(
      [
        [0, 1, 0, 2],
        [3, 0, 4, 1],
      ],
      Float32Array,
    );
    const line = { from: Int32Array.of(0), to: Int32Array.of(1), step: Float64Array.of(0.5) };
    const { start, column, value } = appendInterpolated(matrix, [line]);
    expect([...column.subarray(start[2], start[3])]).toEqual([0, 1, 2, 3]);
    expect([...value.subarray(start[2], start[3])]).toEqual([1.5, 0.5, 2, 1.5]);
  });

  it('rounds to the precision of the matrix', () => {
    const line = { from: Int32Array.of(0), to: Int32Array.of(1), step: Float64Array.of(1 / 3) };
    const single = appendInterpolated(nonZeroRows([[1], [2]], Float32Array), [line]);
    const double = appendInterpolated(nonZeroRows([[1], [2]], Float64Array), [line]);
    expect(single.value[2]).toBe(Math.fround(4 / 3));
    expect(double.value[2]).toBe(1 + 1 / 3);
  });
});
